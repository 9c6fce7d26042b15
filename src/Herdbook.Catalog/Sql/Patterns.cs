using System.Text.Json;

namespace Herdbook.Catalog;

/// <summary>The regular expressions of a table. PostgreSQL reads one only when a row comes, so each is tried when it is declared.</summary>
internal static class Patterns
{
    public static IEnumerable<Statement> Checks(TableDeclaration table) =>
        from column in table.Columns
        from pattern in Of(column)
        select new Statement($"select '' ~ {Quote.Literal(pattern)}", table.FullName, $"pattern of {column.Name}", column.At);

    /// <summary>The column's own, and those within its shape.</summary>
    public static IEnumerable<string> Of(ColumnDeclaration column)
    {
        if (column.Pattern is { } own)
        {
            yield return own;
        }

        if (column.Shape is { } shape)
        {
            using var document = JsonDocument.Parse(shape);
            foreach (var pattern in In(document.RootElement).ToList())
            {
                yield return pattern;
            }
        }
    }

    private static IEnumerable<string> In(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "pattern", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : In(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(In),
        _ => [],
    };
}
