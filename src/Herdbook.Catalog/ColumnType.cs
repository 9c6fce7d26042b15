using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Herdbook.Catalog;

/// <summary>A column's type: its word in a file, and the name that PostgreSQL gives back for it.</summary>
internal sealed partial record ColumnType(string Sql, TypeFamily Family)
{
    private static readonly Dictionary<string, ColumnType> Known = new(StringComparer.Ordinal)
    {
        ["text"] = new("text", TypeFamily.Text),
        ["boolean"] = new("boolean", TypeFamily.Boolean),
        ["smallint"] = new("smallint", TypeFamily.Integer),
        ["integer"] = new("integer", TypeFamily.Integer),
        ["bigint"] = new("bigint", TypeFamily.Integer),
        ["numeric"] = new("numeric", TypeFamily.Number),
        ["real"] = new("real", TypeFamily.Number),
        ["double precision"] = new("double precision", TypeFamily.Number),
        ["date"] = new("date", TypeFamily.Time),
        ["timestamptz"] = new("timestamp with time zone", TypeFamily.Time),
        ["interval"] = new("interval", TypeFamily.Other),
        ["uuid"] = new("uuid", TypeFamily.Uuid),
        ["bytea"] = new("bytea", TypeFamily.Other),
        ["jsonb"] = new("jsonb", TypeFamily.Json),
        ["xid8"] = new("xid8", TypeFamily.Other),
        ["inet"] = new("inet", TypeFamily.Other),
        ["int4range"] = new("int4range", TypeFamily.Other),
        ["int8range"] = new("int8range", TypeFamily.Other),
        ["numrange"] = new("numrange", TypeFamily.Other),
        ["daterange"] = new("daterange", TypeFamily.Other),
        ["tstzrange"] = new("tstzrange", TypeFamily.Other),
    };

    /// <summary>Words of other systems, with the one to use here.</summary>
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["timestamp"] = "timestamptz",
        ["datetime"] = "timestamptz",
        ["int"] = "integer",
        ["int4"] = "integer",
        ["int8"] = "bigint",
        ["long"] = "bigint",
        ["string"] = "text",
        ["varchar"] = "varchar(n)",
        ["char"] = "text",
        ["bool"] = "boolean",
        ["float"] = "double precision",
        ["double"] = "double precision",
        ["decimal"] = "numeric",
        ["json"] = "jsonb",
        ["blob"] = "bytea",
        ["serial"] = "bigint",
    };

    /// <summary>A regular expression for every word of a type.</summary>
    public static string Grammar =>
        $@"^(({string.Join('|', Known.Keys)}|numeric\(\d{{1,4}}, ?\d{{1,4}}\)|varchar\(\d{{1,7}}\))(\[\])?|vector\(\d{{1,5}}\))$";

    /// <summary>The type that the word names, or null.</summary>
    public static ColumnType? Parse(string word)
    {
        if (Known.TryGetValue(word, out var known))
        {
            return known;
        }

        if (Varchar().Match(word) is { Success: true } bounded && int.Parse(bounded.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= 1_000_000 and var most)
        {
            return new ColumnType($"character varying({most})", TypeFamily.Text);
        }

        if (Vector().Match(word) is { Success: true } vector && int.Parse(vector.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= 2_000 and var dimensions)
        {
            return new ColumnType($"vector({dimensions})", TypeFamily.Vector);
        }

        if (word.EndsWith("[]", StringComparison.Ordinal) && !word.EndsWith("[][]", StringComparison.Ordinal) && Parse(word[..^2]) is { Family: not TypeFamily.Vector } element)
        {
            return new ColumnType(element.Sql + "[]", TypeFamily.Other);
        }

        if (Numeric().Match(word) is { Success: true } match)
        {
            var precision = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var scale = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            return precision is >= 1 and <= 1000 && scale <= precision
                ? new ColumnType($"numeric({precision},{scale})", TypeFamily.Number)
                : null;
        }

        return null;
    }

    public static string Suggest(string word)
    {
        var bare = word.Split('(')[0].Trim();
        return Foreign.TryGetValue(bare, out var own)
            ? $"Write '{own}{(own == "numeric" && word.Contains('(', StringComparison.Ordinal) ? "(p,s)" : "")}'."
            : Nearest.Remedy(word, [.. Known.Keys, "numeric(18,6)", "varchar(100)", "vector(1536)", "text[]"], "type");
    }

    /// <summary>Why the literal is none of this type, or null.</summary>
    public string? Refuses(string literal) => Family switch
    {
        TypeFamily.Integer => long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && InRange(whole) ? null : $"not a {Sql}",
        TypeFamily.Number => decimal.TryParse(literal, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? null : "not a number",
        TypeFamily.Boolean => literal is "true" or "false" ? null : "neither true nor false",
        TypeFamily.Uuid => Guid.TryParseExact(literal, "D", out _) ? null : "not a UUID",
        TypeFamily.Time => DateTimeOffset.TryParse(literal, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) ? null : "not a date or time",
        TypeFamily.Json => IsJson(literal) ? null : "not JSON",
        _ => null,
    };

    private bool InRange(long whole) => Sql switch
    {
        "smallint" => whole is >= short.MinValue and <= short.MaxValue,
        "integer" => whole is >= int.MinValue and <= int.MaxValue,
        _ => true,
    };

    private static bool IsJson(string literal)
    {
        try
        {
            using var document = JsonDocument.Parse(literal);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^varchar\((\d{1,7})\)$")]
    private static partial Regex Varchar();

    [GeneratedRegex(@"^vector\((\d{1,5})\)$")]
    private static partial Regex Vector();

    [GeneratedRegex(@"^numeric\((\d{1,4}), ?(\d{1,4})\)$")]
    private static partial Regex Numeric();
}

internal enum TypeFamily
{
    Text,
    Boolean,
    Integer,
    Number,
    Time,
    Uuid,
    Json,
    Vector,
    Other,
}
