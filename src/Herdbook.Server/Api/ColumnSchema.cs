using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Herdbook.Catalog;

namespace Herdbook.Server.Api;

/// <summary>A column as JSON Schema 2020-12, which is OpenAPI 3.1's own.</summary>
internal static partial class ColumnSchema
{
    public static JsonObject Of(CatalogSet catalog, TableDeclaration table, ColumnDeclaration column)
    {
        var schema = column is { Type: "jsonb", Shape: { } shape } ? (JsonObject)JsonNode.Parse(shape)! : OfType(column.Type);
        Narrow(schema, column);
        if (!IsAlwaysThere(table, column))
        {
            AdmitNull(schema);
        }

        Annotate(schema, catalog, table, column);
        return schema;
    }

    /// <summary>Whether no row lacks it. A view tells nothing of what its columns may lack.</summary>
    private static bool IsAlwaysThere(TableDeclaration table, ColumnDeclaration column) =>
        table.Kind != TableKind.View && (column.Required || column.Identity || table.Key.Contains(column.Name));

    /// <summary>JSON's word for a type of PostgreSQL: string, integer, number, boolean, array; null where any value fits.</summary>
    public static string? JsonType(string type) => type switch
    {
        "jsonb" => null,
        "boolean" => "boolean",
        "smallint" or "integer" or "bigint" => "integer",
        "real" or "double precision" => "number",
        _ when type.EndsWith("[]", StringComparison.Ordinal) || type.StartsWith("vector", StringComparison.Ordinal) => "array",
        _ when type.StartsWith("numeric", StringComparison.Ordinal) => "number",
        _ => "string",
    };

    /// <summary>The most characters that <c>character varying(n)</c> holds.</summary>
    public static int? Longest(string type) =>
        Varying().Match(type) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static JsonObject OfType(string type)
    {
        var schema = new JsonObject();
        if (JsonType(type) is { } json)
        {
            schema["type"] = json;
        }

        switch (type)
        {
            case "smallint":
                (schema["format"], schema["minimum"], schema["maximum"]) = ("int32", short.MinValue, short.MaxValue);
                break;
            case "integer":
                schema["format"] = "int32";
                break;
            case "bigint":
                schema["format"] = "int64";
                break;
            case "real":
                schema["format"] = "float";
                break;
            case "double precision":
                schema["format"] = "double";
                break;
            case "date":
                schema["format"] = "date";
                break;
            case "timestamp with time zone":
                schema["format"] = "date-time";
                break;
            case "uuid":
                schema["format"] = "uuid";
                break;
            case "bytea":
                schema["pattern"] = @"^\\x([0-9a-f]{2})*$";
                break;
            case var _ when type.EndsWith("[]", StringComparison.Ordinal):
                var element = OfType(type[..^2]);
                AdmitNull(element);
                schema["items"] = element;
                break;
            case var _ when type.StartsWith("vector", StringComparison.Ordinal):
                schema["items"] = new JsonObject { ["type"] = "number" };
                if (Dimensions().Match(type) is { Success: true } match)
                {
                    var length = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                    (schema["minItems"], schema["maxItems"]) = (length, length);
                }

                break;
            case var _ when Longest(type) is { } most:
                schema["maxLength"] = most;
                break;
        }

        return schema;
    }

    private static void Narrow(JsonObject schema, ColumnDeclaration column)
    {
        if (column.OneOf is { } allowed)
        {
            schema["enum"] = new JsonArray([.. allowed.Select(word => JsonType(column.Type) is "integer" or "number" ? JsonNode.Parse(word) : JsonValue.Create(word))]);
        }

        if (column.Min is { } min)
        {
            schema["minimum"] = min;
        }

        if (column.Max is { } max)
        {
            schema["maximum"] = max;
        }

        if (column.Pattern is { } pattern)
        {
            schema[IsPortable(pattern) ? "pattern" : "x-pattern"] = pattern;
        }
    }

    private static void AdmitNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue one && one.ToString() != "null")
        {
            schema["type"] = new JsonArray(one.ToString(), "null");
        }
        else if (schema["type"] is JsonArray several && several.All(type => type?.ToString() != "null"))
        {
            several.Add("null");
        }

        if (schema["enum"] is JsonArray words && words.All(word => word is not null))
        {
            words.Add(null);
        }
    }

    private static void Annotate(JsonObject schema, CatalogSet catalog, TableDeclaration table, ColumnDeclaration column)
    {
        schema["description"] = Description(column);
        if (column.Default is { IsSql: false } known && JsonType(column.Type) is { } type)
        {
            schema["default"] = type switch
            {
                "string" => known.Text,
                "boolean" => known.Text == "true",
                "array" => null,
                _ => JsonNode.Parse(known.Text),
            };
            if (schema["default"] is null)
            {
                schema.Remove("default");
            }
        }

        if (column.Secret)
        {
            schema["writeOnly"] = true;
        }
        else if (TableVerbs.IsKept(table, column))
        {
            schema["readOnly"] = true;
        }

        if (column.Deprecated is not null)
        {
            schema["deprecated"] = true;
        }

        if (column.Unit is { } unit)
        {
            schema["x-unit"] = unit;
        }

        if (column.Format is { } format)
        {
            schema["x-format"] = format;
        }

        if (column.Refers is { } refers)
        {
            schema["x-refers"] = refers.Column is null ? refers.Table : $"{refers.Table}.{refers.Column}";
        }

        if (!column.Secret && Plausible.Of(catalog, column) is { } example)
        {
            schema["examples"] = new JsonArray(example);
        }
    }

    private static string Description(ColumnDeclaration column) => string.Join(' ', new[]
    {
        column.About,
        column.Secret ? "Written, never shown." : null,
        column.Deprecated is { } why ? $"Deprecated: {why}" : null,
    }.Where(part => part is not null));

    /// <summary>PostgreSQL's expressions are mostly ECMAScript's too; where not, readers are told and nothing is checked.</summary>
    private static bool IsPortable(string pattern)
    {
        if (pattern.Contains("[[:", StringComparison.Ordinal) || pattern.Contains(@"\m", StringComparison.Ordinal) || pattern.StartsWith("(?", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.ECMAScript);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^character varying\((\d+)\)$")]
    private static partial Regex Varying();

    [GeneratedRegex(@"^vector\((\d+)\)$")]
    private static partial Regex Dimensions();
}
