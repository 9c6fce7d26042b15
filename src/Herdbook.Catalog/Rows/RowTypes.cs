using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>What sort of values a type has, as far as operators care.</summary>
internal enum RowKind
{
    Text,
    Boolean,
    Integer,
    Number,
    Time,
    Interval,
    Uuid,
    Bytes,
    Json,
    Network,
    Number64,
    Range,
    Array,
    Vector,
}

/// <summary>The SQL types that columns have and values are cast to, and what may be asked of each.</summary>
internal static partial class RowTypes
{
    private static readonly FrozenDictionary<string, string> Casts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["text"] = "text",
        ["varchar"] = "text",
        ["boolean"] = "boolean",
        ["bool"] = "boolean",
        ["smallint"] = "smallint",
        ["int2"] = "smallint",
        ["integer"] = "integer",
        ["int"] = "integer",
        ["int4"] = "integer",
        ["bigint"] = "bigint",
        ["int8"] = "bigint",
        ["numeric"] = "numeric",
        ["decimal"] = "numeric",
        ["real"] = "real",
        ["float4"] = "real",
        ["float8"] = "double precision",
        ["double precision"] = "double precision",
        ["date"] = "date",
        ["time"] = "time without time zone",
        ["timestamp"] = "timestamp without time zone",
        ["timestamptz"] = "timestamp with time zone",
        ["interval"] = "interval",
        ["uuid"] = "uuid",
        ["json"] = "json",
        ["jsonb"] = "jsonb",
        ["inet"] = "inet",
        ["text[]"] = "text[]",
        ["integer[]"] = "integer[]",
        ["bigint[]"] = "bigint[]",
        ["numeric[]"] = "numeric[]",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Booleans = ["true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0"];

    public static RowKind KindOf(string type) => type switch
    {
        _ when type.EndsWith("[]", StringComparison.Ordinal) => RowKind.Array,
        "text" => RowKind.Text,
        "boolean" => RowKind.Boolean,
        "smallint" or "integer" or "bigint" => RowKind.Integer,
        "real" or "double precision" => RowKind.Number,
        "date" or "timestamp with time zone" or "timestamp without time zone" or "time without time zone" => RowKind.Time,
        "interval" => RowKind.Interval,
        "uuid" => RowKind.Uuid,
        "bytea" => RowKind.Bytes,
        "json" or "jsonb" => RowKind.Json,
        "inet" => RowKind.Network,
        "xid8" => RowKind.Number64,
        _ when type.StartsWith("numeric", StringComparison.Ordinal) => RowKind.Number,
        _ when type.StartsWith("character varying", StringComparison.Ordinal) => RowKind.Text,
        _ when type.StartsWith("vector", StringComparison.Ordinal) => RowKind.Vector,
        _ when type.EndsWith("range", StringComparison.Ordinal) => RowKind.Range,
        _ => throw new InvalidOperationException($"The rows know no type '{type}'."),
    };

    /// <summary>The type that a value is cast to when it is compared: without a length, which would cut or round the operand.</summary>
    public static string Operand(string type) => KindOf(type) switch
    {
        RowKind.Text => "text",
        RowKind.Number when type.StartsWith("numeric", StringComparison.Ordinal) => "numeric",
        RowKind.Array => Operand(type[..^2]) + "[]",
        _ => type,
    };

    /// <summary>The type at the end of a path.</summary>
    public static string TypeOf(RowPath path) => path.Steps switch
    {
        [] => path.Column.Type,
        [.., { AsText: true }] => "text",
        _ => "jsonb",
    };

    public static bool HasPaths(string type) => KindOf(type) is RowKind.Json or RowKind.Array;

    /// <exception cref="RowRefusalException">`cast_unknown`.</exception>
    public static string Cast(string word) => Casts.GetValueOrDefault(word) ?? throw new RowRefusalException("cast_unknown", $"Values cannot be cast to '{Shown.Of(word)}'.")
    {
        Rule = "select",
        Remedy = Nearest.Of(word, Casts.Keys) is { } near ? $"Did you mean '{near}'?" : $"Known: {string.Join(", ", Casts.Keys.Order(StringComparer.Ordinal))}.",
    };

    public static bool Allows(string type, RowOperator op) => (KindOf(type), op) switch
    {
        (_, RowOperator.Is) => true,
        (RowKind.Vector, _) => false,
        (_, RowOperator.Eq or RowOperator.Neq or RowOperator.Gt or RowOperator.Gte or RowOperator.Lt or RowOperator.Lte or RowOperator.In or RowOperator.IsDistinct) => true,
        (RowKind.Text, RowOperator.Like or RowOperator.Ilike or RowOperator.Match or RowOperator.Imatch) => true,
        (RowKind.Text or RowKind.Json, RowOperator.Fts or RowOperator.Plfts or RowOperator.Phfts or RowOperator.Wfts) => true,
        (RowKind.Json, RowOperator.Cs or RowOperator.Cd) => true,
        (RowKind.Array, RowOperator.Cs or RowOperator.Cd or RowOperator.Ov) => true,
        (RowKind.Network, RowOperator.Ov or RowOperator.Sl or RowOperator.Sr) => true,
        (RowKind.Range, RowOperator.Cs or RowOperator.Cd or RowOperator.Ov or RowOperator.Sl or RowOperator.Sr or RowOperator.Nxr or RowOperator.Nxl or RowOperator.Adj) => true,
        _ => false,
    };

    /// <exception cref="RowRefusalException">`operator_type`, with those that the type has.</exception>
    public static void CheckOperator(RowPath path, RowOperator op)
    {
        var type = TypeOf(path);
        if (!Allows(type, op))
        {
            throw new RowRefusalException("operator_type", $"'{op.Word()}' is nothing for {Shown.Of(Paths.NameOf(path))}, which is {type}.")
            {
                Column = path.Column.Name,
                Rule = op.Word(),
                Remedy = $"For {type}: {string.Join(", ", Enum.GetValues<RowOperator>().Where(known => Allows(type, known)).Select(known => known.Word()))}.",
            };
        }
    }

    /// <exception cref="RowRefusalException">`operator_type`.</exception>
    public static void CheckOrder(RowPath path)
    {
        if (KindOf(TypeOf(path)) is RowKind.Vector)
        {
            throw new RowRefusalException("operator_type", $"{path.Column.Name} is {path.Column.Type}, which has no order.") { Column = path.Column.Name, Rule = "order", Remedy = "Order by another column." };
        }
    }

    /// <exception cref="RowRefusalException">`operator_type`.</exception>
    public static void CheckFunction(RowPath path, string? cast, RowFunction function)
    {
        var type = cast ?? TypeOf(path);
        var allowed = function switch
        {
            RowFunction.Count => true,
            RowFunction.Sum or RowFunction.Avg => KindOf(type) is RowKind.Integer or RowKind.Number or RowKind.Interval,
            _ => KindOf(type) is RowKind.Text or RowKind.Integer or RowKind.Number or RowKind.Time or RowKind.Interval or RowKind.Network,
        };
        if (!allowed)
        {
            var word = function.ToString().ToLowerInvariant();
            throw new RowRefusalException("operator_type", $"There is no {word} of {Shown.Of(Paths.NameOf(path))}, which is {type}.")
            {
                Column = path.Column.Name,
                Rule = word,
                Remedy = $"Cast it first, as in {path.Column.Name}::numeric.{word}().",
            };
        }
    }

    /// <exception cref="RowRefusalException">`value_invalid`: PostgreSQL would not read the text as a value of the type.</exception>
    public static void CheckValue(RowPath path, string type, string value)
    {
        var wrong = KindOf(type) switch
        {
            RowKind.Integer => !IsInteger(type, value),
            RowKind.Number => !Number().IsMatch(value),
            RowKind.Boolean => !Booleans.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase),
            RowKind.Uuid => !Guid.TryParse(value, out _),
            RowKind.Json => !IsJson(value),
            _ => false,
        };
        if (wrong)
        {
            throw Invalid(path.Column.Name, type, value, null);
        }
    }

    public static RowRefusalException Invalid(string? column, string type, string value, Exception? inner) =>
        new("value_invalid", $"{(column is null ? "A value" : column)} is {type}, and '{Shown.Of(value)}' is none.", inner)
        {
            Column = column,
            Rule = type,
            Remedy = value == "null" ? "To ask for nulls write is.null." : Example(type),
        };

    private static string Example(string type) => KindOf(type) switch
    {
        RowKind.Integer => "Give a whole number within its range.",
        RowKind.Number => "Give a number, with a point.",
        RowKind.Boolean => "Give true or false.",
        RowKind.Uuid => "Give a UUID, as in 6f2c1d0e-3b54-4c1c-9d7e-8f1f6a2b3c4d.",
        RowKind.Time => "Give a date or time, as in 2026-11-21 or 2026-11-21T09:30:00Z.",
        RowKind.Interval => "Give a span, as in 90 minutes or PT1H30M.",
        RowKind.Json => "Give JSON; a text in it stands in double quotes.",
        RowKind.Array => "Give an array as PostgreSQL writes it, as in {a,b}.",
        RowKind.Range => "Give a range as PostgreSQL writes it, as in [1,10).",
        _ => $"Give a value of {type}.",
    };

    private static bool IsInteger(string type, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var whole)
        && type switch
        {
            "smallint" => whole is >= short.MinValue and <= short.MaxValue,
            "integer" => whole is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };

    private static bool IsJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\s*([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?|nan|[+-]?inf(inity)?)\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
