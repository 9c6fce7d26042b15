using System.Globalization;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Rows;

/// <summary>The form that a request wants its rows in.</summary>
/// <param name="Single">One row as an object; any other number is refused.</param>
internal sealed record RowMedia(string ContentType, RowForm Form, bool Single)
{
    private const string ObjectType = "application/vnd.pgrst.object+json";
    private const string ArrayType = "application/vnd.pgrst.array+json";

    public static readonly RowMedia Json = new("application/json; charset=utf-8", RowForm.Json, false);

    private static readonly RowMedia Csv = new("text/csv; charset=utf-8", RowForm.Csv, false);
    private static readonly RowMedia Ndjson = new("application/x-ndjson; charset=utf-8", RowForm.Ndjson, false);
    private static readonly RowMedia Object = new($"{ObjectType}; charset=utf-8", RowForm.Json, true);
    private static readonly RowMedia ObjectStripped = new($"{ObjectType}; nulls=stripped; charset=utf-8", RowForm.JsonStripped, true);
    private static readonly RowMedia ArrayStripped = new($"{ArrayType}; nulls=stripped; charset=utf-8", RowForm.JsonStripped, false);

    /// <summary>Whether the answer may be as long as the table.</summary>
    public bool IsExport => Form is RowForm.Csv or RowForm.Ndjson;

    /// <exception cref="RowRefusalException">`not_acceptable`, 406.</exception>
    public static RowMedia Of(HttpRequest request)
    {
        var header = request.Headers.Accept;
        if (header.Count == 0)
        {
            return Json;
        }

        var accepted = header.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(range => range.Split(';', StringSplitOptions.TrimEntries))
            .Select(parts => (Type: parts[0], Stripped: parts.Contains("nulls=stripped", StringComparer.OrdinalIgnoreCase), Quality: Quality(parts)))
            .Where(range => range.Quality > 0)
            .OrderByDescending(range => range.Quality);
        foreach (var (type, stripped, _) in accepted)
        {
            if (Known(type.ToLowerInvariant(), stripped) is { } media)
            {
                return media;
            }
        }

        throw new RowRefusalException("not_acceptable", "Rows come in none of the forms that 'Accept' names.")
        {
            Status = StatusCodes.Status406NotAcceptable,
            Rule = "Accept",
            Remedy = $"Accept application/json, {ObjectType}, text/csv or application/x-ndjson.",
        };
    }

    private static RowMedia? Known(string type, bool stripped) => type switch
    {
        "application/json" or "application/*" or "*/*" => Json,
        ArrayType => stripped ? ArrayStripped : Json,
        ObjectType => stripped ? ObjectStripped : Object,
        "text/csv" => Csv,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" => Ndjson,
        _ => null,
    };

    private static double Quality(string[] parts) =>
        parts.FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) is { } q
            ? double.TryParse(q.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 0
            : 1;
}
