using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Herdbook.Catalog;

namespace Herdbook.Server.Api;

/// <summary>A value that a column could hold, for examples: the declared one, else one that its rules suggest.</summary>
internal static class Plausible
{
    private const int Depth = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Candidates =
        ["a", "alpha", "alpha_1", "alpha-1", "Alpha", "ALPHA", "A-1", "1", "1.0", "1.0.0", "2026-01-31", "alpha.beta", "alpha/beta", "a1b2c3", new('a', 64), new('0', 40), "mason@example.org", "https://example.org/"];

    /// <summary>Null when nothing can be said that would surely be taken.</summary>
    public static JsonNode? Of(CatalogSet catalog, ColumnDeclaration column) => Of(catalog, column, Depth);

    private static JsonNode? Of(CatalogSet catalog, ColumnDeclaration column, int depth)
    {
        if (column.Example is { } example)
        {
            return Parse(column.Type, example);
        }

        if (column.Default is { IsSql: false } known)
        {
            return Parse(column.Type, known.Text);
        }

        if (column.OneOf is [var first, ..])
        {
            return Parse(column.Type, first);
        }

        if (column.Refers is { } refers && depth > 0 && catalog.Find(refers.Table) is { } target
            && target.Column(refers.Column ?? target.Key[0]) is { } named && named.Type == column.Type)
        {
            return Of(catalog, named, depth - 1);
        }

        return column.Pattern is { } pattern ? Matching(pattern) : Made(column);
    }

    /// <summary>A literal of the catalog as JSON; null when it is none of the type.</summary>
    private static JsonNode? Parse(string type, string literal)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal) && literal.StartsWith('{'))
        {
            var elements = literal.Trim('{', '}').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return new JsonArray([.. elements.Select(element => Parse(type[..^2], element.Trim('"')))]);
        }

        if (ColumnSchema.JsonType(type) is null or "array")
        {
            return Json(literal);
        }

        return ColumnSchema.JsonType(type) switch
        {
            "integer" => long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : null,
            "number" => decimal.TryParse(literal, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
            "boolean" => JsonValue.Create(literal == "true"),
            _ when type == "timestamp with time zone" => Moment(literal),
            _ => JsonValue.Create(literal),
        };
    }

    private static JsonNode? Json(string literal)
    {
        try
        {
            return JsonNode.Parse(literal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Moment(string literal) =>
        DateTimeOffset.TryParse(literal, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? JsonValue.Create(time.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal))
            : null;

    private static JsonNode? Matching(string pattern)
    {
        try
        {
            var rule = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
            return Candidates.FirstOrDefault(candidate => rule.IsMatch(candidate)) is { } found ? JsonValue.Create(found) : null;
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static JsonNode? Made(ColumnDeclaration column)
    {
        var type = column.Type;
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            return Made(column with { Type = type[..^2], Min = null, Max = null }) is { } element ? new JsonArray(element) : null;
        }

        return type switch
        {
            "boolean" => JsonValue.Create(true),
            "smallint" or "integer" or "bigint" => JsonValue.Create((long)Within(column, 1)),
            "date" => JsonValue.Create("2026-01-31"),
            "timestamp with time zone" => JsonValue.Create("2026-01-31T09:30:00Z"),
            "interval" => JsonValue.Create("01:30:00"),
            "uuid" => JsonValue.Create("5a1f3c60-8d2e-4b7a-9c41-2f6d0e7b8a93"),
            "bytea" => JsonValue.Create("\\x68657264"),
            "inet" => JsonValue.Create("192.0.2.1"),
            "xid8" => JsonValue.Create("1001"),
            "jsonb" => column.Shape is { } shape ? OfShape(JsonNode.Parse(shape)!, Depth) : new JsonObject { ["key"] = "value" },
            "text" => Word(column),
            _ when type.StartsWith("character varying", StringComparison.Ordinal) => Word(column),
            _ when type.StartsWith("numeric", StringComparison.Ordinal) || type is "real" or "double precision" => JsonValue.Create(Within(column, 0.5m)),
            _ => null,
        };
    }

    private static decimal Within(ColumnDeclaration column, decimal wanted) =>
        column.Min is { } min && wanted < min ? min : column.Max is { } max && wanted > max ? max : wanted;

    private static JsonValue Word(ColumnDeclaration column)
    {
        var text = column.Format switch
        {
            "email" => "mason@example.org",
            "url" => "https://example.org/",
            _ when column.Name.EndsWith("_code", StringComparison.Ordinal) || column.Name.EndsWith("_id", StringComparison.Ordinal) => column.Name[..column.Name.LastIndexOf('_')].Replace('_', '-') + "-1",
            _ => char.ToUpperInvariant(column.Name[0]) + column.Name[1..].Replace('_', ' '),
        };
        return JsonValue.Create(ColumnSchema.Longest(column.Type) is { } most && text.Length > most ? text[..most] : text);
    }

    private static JsonNode? OfShape(JsonNode shape, int depth)
    {
        if (shape is not JsonObject rules || depth == 0)
        {
            return null;
        }

        if (rules["const"] is { } only)
        {
            return only.DeepClone();
        }

        if ((rules["examples"] ?? rules["enum"]) is JsonArray { Count: > 0 } some)
        {
            return some[0]?.DeepClone();
        }

        var type = rules["type"] is JsonArray several ? several[0] : rules["type"];
        return type?.ToString() switch
        {
            "object" => new JsonObject((rules["properties"] as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, OfShape(pair.Value!, depth - 1))).Where(pair => pair.Value is not null)),
            "array" => rules["items"] is { } items && OfShape(items, depth - 1) is { } element ? new JsonArray(element) : [],
            "string" => JsonValue.Create("text"),
            "integer" or "number" => rules["minimum"]?.DeepClone() ?? JsonValue.Create(1),
            "boolean" => JsonValue.Create(true),
            _ => null,
        };
    }
}
