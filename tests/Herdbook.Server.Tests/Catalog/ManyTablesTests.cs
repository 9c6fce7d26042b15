using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Catalog;

/// <summary>A book of 500 users' tables takes one more while others read. How quickly, `herdbook bench tables` says.</summary>
public sealed class ManyTablesTests
{
    private const int Tables = 500;
    private const int Clients = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_500_tables_one_more_is_usable_and_no_reader_fails()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        foreach (var chunk in Enumerable.Range(0, Tables).Chunk(50))
        {
            await DeclareAsync(server, [.. chunk.Select(Yaml)]);
        }

        await PostAsync(server, "/v1/rows/custom.t0", new[] { new { code = "r", size = 1 } });
        using var ended = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => ReadAsync(server, ended.Token), Ct)).ToList();

        foreach (var number in Enumerable.Range(Tables, 3))
        {
            await DeclareAsync(server, [Yaml(number)]);
            await PostAsync(server, $"/v1/rows/custom.t{number}", new[] { new { code = "r", size = 1 } });
            var rows = await server.Http.GetFromJsonAsync<JsonArray>(new Uri($"/v1/rows/custom.t{number}", UriKind.Relative), Ct);
            Assert.Equal("r", (string)Assert.Single(rows!)!["code"]!);
        }

        await ended.CancelAsync();
        var reads = await Task.WhenAll(readers);
        Assert.All(reads, read => Assert.InRange(read, 1, int.MaxValue));
        var list = await server.Http.GetFromJsonAsync<JsonObject>(new Uri("/v1/catalog/tables", UriKind.Relative), Ct);
        Assert.Equal(Tables + 3, list!["tables"]!.AsArray().Count(table => (string)table!["module"]! == "custom"));
    }

    /// <summary>How often it was answered; every answer has the row.</summary>
    private static async Task<int> ReadAsync(RunningServer server, CancellationToken ended)
    {
        var count = 0;
        while (!ended.IsCancellationRequested)
        {
            using var answer = await server.Http.GetAsync(new Uri("/v1/rows/custom.t0?limit=25", UriKind.Relative), Ct);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK && JsonNode.Parse(body)!.AsArray().Count == 1, body);
            count++;
        }

        return count;
    }

    private static async Task DeclareAsync(RunningServer server, string[] declarations)
    {
        var plan = await PostAsync(server, "/v1/catalog/tables", new { declarations });
        await PostAsync(server, "/v1/catalog/tables", new { declarations, plan = (string)plan!["plan"]! });
    }

    private static async Task<JsonNode?> PostAsync(RunningServer server, string path, object body)
    {
        using var answer = await server.Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private static string Yaml(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        table: custom.t{{number}}
        kind: entity
        about: One of many.
        key: code
        columns:
          code:  {type: text}
          size:  {type: integer, min: 0}
          agent: {type: text, refers: herd.agent_def}
        indexes: [[size]]
        """);
}
