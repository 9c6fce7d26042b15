using System.Text.Json.Nodes;
using Herdbook.Catalog;

namespace Herdbook.Server.Api;

/// <summary>A table's rows as component schemas: as they are read and changed, and as they are made.</summary>
internal static class TableComponents
{
    public static string Row(TableDeclaration table) => table.FullName;

    public static string NewRow(TableDeclaration table) => table.FullName + ".new";

    public static JsonObject Reference(string component) => new() { ["$ref"] = "#/components/schemas/" + component };

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Of(CatalogSet catalog, TableDeclaration table)
    {
        var row = new JsonObject
        {
            ["type"] = "object",
            ["title"] = table.FullName,
            ["description"] = table.Deprecated is { } why ? $"{table.About} Deprecated: {why}" : table.About,
            ["x-kind"] = table.Kind.ToString().ToLowerInvariant(),
            ["x-key"] = new JsonArray([.. table.Key.Select(column => JsonValue.Create(column))]),
        };
        if (table.Deprecated is not null)
        {
            row["deprecated"] = true;
        }

        row["properties"] = new JsonObject(TableVerbs.Columns(table).Select(column => KeyValuePair.Create(column.Name, (JsonNode?)ColumnSchema.Of(catalog, table, column))));
        yield return KeyValuePair.Create(Row(table), (JsonNode?)row);

        var given = TableVerbs.Columns(table).Where(column => TableVerbs.MustBeGiven(table, column)).Select(column => (JsonNode?)JsonValue.Create(column.Name)).ToArray();
        if (TableVerbs.Of(table).Insert)
        {
            yield return KeyValuePair.Create(NewRow(table), (JsonNode?)new JsonObject
            {
                ["title"] = "A new row of " + table.FullName,
                ["allOf"] = new JsonArray(Reference(Row(table)), new JsonObject { ["type"] = "object", ["required"] = new JsonArray(given) }),
            });
        }
    }

    /// <summary>A row to send: what must be given, and what pages show first, without the references that may stay empty.</summary>
    public static JsonObject Example(CatalogSet catalog, TableDeclaration table)
    {
        var shown = table.Display?.Columns ?? [];
        var columns = TableVerbs.Columns(table).Where(column =>
            TableVerbs.MustBeGiven(table, column)
            || (shown.Contains(column.Name) && column is { Refers: null, Name: not "created_at" } && !TableVerbs.IsKept(table, column)));
        var row = new JsonObject();
        foreach (var column in columns)
        {
            if (Plausible.Of(catalog, column) is { } value)
            {
                row[column.Name] = value;
            }
        }

        return row;
    }
}
