using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>The members of a request's JSON body. Each is known or refused: nothing can be set that is not meant to be.</summary>
internal sealed class ApprovalBody : IDisposable
{
    private const int MostBytes = 4 << 20;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = CanonicalJson.MaxDepth, AllowDuplicateProperties = false };

    private readonly JsonDocument _document;

    private ApprovalBody(JsonDocument document) => _document = document;

    /// <exception cref="RefusedException">`approval_body`: no JSON object, too large, or a member that is not known.</exception>
    public static async Task<ApprovalBody> ReadAsync(HttpContext http, CancellationToken ct, params string[] known)
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body must be JSON, sent as application/json.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (bytes.Length + read > MostBytes)
            {
                throw new BadHttpRequestException("The body is larger than 4 MiB.", StatusCodes.Status413PayloadTooLarge);
            }

            bytes.Write(buffer, 0, read);
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes.ToArray(), Strict);
        }
        catch (JsonException e)
        {
            throw Wrong($"it is no JSON: {e.Message}", e);
        }

        var body = new ApprovalBody(document);
        try
        {
            Require(document.RootElement, known);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public JsonElement Root => _document.RootElement;

    public string? Text(string name) => Text(Root, name);

    public static string? Text(JsonElement of, string name) => Member(of, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Of(text),
        _ => throw Wrong($"{name} is no text"),
    };

    /// <summary>The member's JSON as it was sent; null where it is missing or null.</summary>
    public string? Json(string name) => Member(Root, name)?.GetRawText();

    public static string? Json(JsonElement of, string name) => Member(of, name)?.GetRawText();

    public Guid? Id(string name) => Id(Root, name);

    public static Guid? Id(JsonElement of, string name) =>
        Text(of, name) is not { } text ? null : Guid.TryParse(text, out var id) ? id : throw Wrong($"{name} is no id");

    /// <summary>A time with its zone, as UTC.</summary>
    public DateTime? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime
        : throw Wrong($"{name} is no time such as 2026-01-31T12:00:00Z");

    public static void Require(JsonElement map, params string[] known)
    {
        if (map.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("it is no JSON object");
        }

        foreach (var member in map.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw Wrong($"'{member.Name}' is not known here; known are {string.Join(", ", known)}");
            }
        }
    }

    public void Dispose() => _document.Dispose();

    public static RefusedException Wrong(string why, Exception? inner = null) => new("approval_body", $"The body cannot be read: {why}. Nothing was changed.", inner);

    private static JsonElement? Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string Of(JsonElement text)
    {
        try
        {
            return text.GetString() is { } found && !found.Contains('\0', StringComparison.Ordinal) ? found : throw Wrong("a text holds U+0000");
        }
        catch (InvalidOperationException e)
        {
            throw Wrong("a text holds half a surrogate", e);
        }
    }
}
