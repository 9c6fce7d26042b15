using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Herdbook.Server.Tests.Clients;

/// <summary>Tables of a user's own, declared over the API: one of every type of column, referring to each other and to itself.</summary>
internal static class CustomTables
{
    private const string Place = """
        table: custom.place
        kind: entity
        about: Where things stand.
        key: place_code
        columns:
          place_code: {type: text, example: p-1}
          title: {type: text}
        search: [title]
        """;

    private const string Asset = """
        table: custom.asset
        kind: entity
        about: "A thing: it stands in a place, and may be a part of another."
        key: asset_code
        columns:
          asset_code: {type: text, example: a-1}
          title: {type: text}
          serial_no: {type: bigint}
          size: {type: "numeric(12,3)", min: 0, unit: m}
          pieces: {type: integer, min: 0}
          tags: {type: "text[]"}
          facts: {type: jsonb}
          bought: {type: date}
          seen_at: {type: timestamptz}
          active: {type: boolean}
          mark: {type: uuid}
          weight: {type: double precision}
          pin: {type: text, secret: true}
          state: {type: text, default: new, oneOf: [new, used, lost, found, kept, gone, x]}
          place_code: {type: text, refers: custom.place}
          parent_code: {type: text, refers: custom.asset}
        unique: [[serial_no]]
        indexes: [[place_code]]
        search: [title]
        """;

    /// <summary>As anybody declares a table: the plan first, then the same again with the plan's digest.</summary>
    public static async Task DeclareAsync(HttpClient http, CancellationToken ct)
    {
        foreach (var declaration in new[] { Place, Asset })
        {
            var planned = await PostAsync(http, new { declaration }, ct);
            await PostAsync(http, new { declaration, plan = planned.GetProperty("plan").GetString() }, ct);
        }
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, object body, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync("/v1/catalog/tables", body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
