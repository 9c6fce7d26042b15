using System.Globalization;

namespace Herdbook.Catalog;

/// <summary>A table's columns as SQL, and the rules that a column states by itself.</summary>
internal sealed class ColumnDdl(TableDeclaration table, SchemaNames names, SqlText text, ServerFeatures server)
{
    /// <summary>The rule that gives an array the length of an embedding.</summary>
    public const string DimensionsSuffix = "_dimensions";

    public string Definition(ColumnDeclaration column)
    {
        var type = server.TypeOf(column.Type);
        var computed = column.Generated is { } expression ? $" generated always as ({text.Of(expression)}) stored" : "";
        var identity = column.Identity ? $" {Sequences.Identity(Quote.Name(names.Of(table.Module)), table.Name, column.Name, Sequences.ByDefault(table))}" : "";
        var value = column.Default is { } given ? $" default {Value(given, type)}" : "";
        return $"{Quote.Name(column.Name)} {type}{value}{identity}{computed}{(column.Required ? " not null" : "")}";
    }

    /// <summary>What stands in a check, with the end of its name.</summary>
    public IEnumerable<(string Suffix, string Rule, string What, SourceMark At)> Rules()
    {
        foreach (var column in table.Columns)
        {
            var name = Quote.Name(column.Name);
            if (column.OneOf is { } values)
            {
                // A list of bounded texts is not read back as PostgreSQL writes it; a list of texts is.
                var (compared, type) = column.Type.StartsWith("character varying", StringComparison.Ordinal) ? ($"{name}::text", "text") : (name, column.Type);
                yield return ($"{column.Name}_one_of", $"{compared} in ({string.Join(", ", values.Select(value => $"{Quote.Literal(value)}::{type}"))})", $"oneOf of {column.Name}", column.At);
            }

            if ((column.Min ?? column.Max) is not null)
            {
                string?[] bounds = [column.Min is { } min ? $"{name} >= {Number(min)}" : null, column.Max is { } max ? $"{name} <= {Number(max)}" : null];
                yield return ($"{column.Name}_range", string.Join(" and ", bounds.OfType<string>()), $"range of {column.Name}", column.At);
            }

            if (column.Pattern is { } pattern)
            {
                yield return ($"{column.Name}_pattern", $"{name} ~ {Quote.Literal(pattern)}", $"pattern of {column.Name}", column.At);
            }

            if (column.Shape is { } shape)
            {
                yield return ($"{column.Name}_shape", $"{Quote.Name(names.Of(DesiredSchema.CatalogModule))}.matches_shape({name}, {Quote.Literal(shape)}::jsonb)", $"shape of {column.Name}", column.At);
            }

            if (ServerFeatures.Dimensions(column.Type) is { } dimensions && server.VectorSchema is null)
            {
                yield return (column.Name + DimensionsSuffix, $"array_ndims({name}) = 1 and array_length({name}, 1) = {dimensions} and array_position({name}, null) is null", $"length of {column.Name}", column.At);
            }
        }
    }

    private string Value(DefaultValue value, string type) => value.IsSql ? $"({text.Of(value.Text)})" : $"{Quote.Literal(Literal(value.Text, type))}::{type}";

    /// <summary>pgvector's literal is [1,2], an array's {1,2}; a file may write either.</summary>
    private static string Literal(string value, string type) => type == "real[]" && value.StartsWith('[') && value.EndsWith(']') ? $"{{{value[1..^1]}}}" : value;

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
