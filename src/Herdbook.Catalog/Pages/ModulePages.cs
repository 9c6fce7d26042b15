using System.Globalization;
using System.Text;

namespace Herdbook.Catalog.Pages;

/// <summary>The reference in <c>docs/tables</c>: a Markdown page for each module, and one that lists them. The same catalog gives the same bytes.</summary>
public static class ModulePages
{
    private const string Note = "Generated from `catalog/` by `herdbook tables --docs docs/tables`; change the declarations, not this page.";

    /// <summary>File names with their text, sorted.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Render(CatalogSet catalog) =>
    [
        KeyValuePair.Create("README.md", Contents(catalog)),
        .. catalog.Modules.Select(module => KeyValuePair.Create($"{module}.md", Page(catalog, module))),
    ];

    private static string Contents(CatalogSet catalog)
    {
        var page = new StringBuilder("# Tables\n\n").Append(Note).Append("\n\n| module | tables |\n|---|---|\n");
        foreach (var module in catalog.Modules)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{module}]({module}.md) | {string.Join(", ", Of(catalog, module).Select(table => $"[{table.Name}]({module}.md#{Anchor(table)})"))} |\n");
        }

        page.Append("""

            Every table has `tenant_id`, first in its key and in every rule and index, and shows only the rows of the tenant that asks. What `link` names
            is a foreign key unless it is "shown only". `required` has no default unless one is given.

            """);
        return page.ToString();
    }

    private static string Page(CatalogSet catalog, string module)
    {
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# Tables of {module}\n\n{Note}\n\n| table | kind | what a row is |\n|---|---|---|\n");
        foreach (var table in Of(catalog, module))
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{table.Name}](#{Anchor(table)}) | {table.Kind.ToString().ToLowerInvariant()} | {Cell(table.About)} |\n");
        }

        foreach (var table in Of(catalog, module))
        {
            Append(page, catalog, table);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, CatalogSet catalog, TableDeclaration table)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {table.FullName}\n\n{table.About}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"A{(table.Kind == TableKind.Entity ? "n" : "")} {TableWords.Kind(table)}. Key: {Names(table.Key)}.");
        page.Append(table.Writer switch
        {
            TableWriter.System => " Written by Herdbook only.",
            TableWriter.Database => " Written by the database only.",
            _ => "",
        });
        page.Append(table.Kind is TableKind.Entity or TableKind.Junction && !table.History ? " Its changes are not kept." : "");
        page.Append(table.Deprecated is { } instead ? $" Deprecated: {instead}" : "").Append('\n');
        page.Append("\n| column | type | rules | link | what it is | example |\n|---|---|---|---|---|---|\n");
        foreach (var column in table.AllColumns.Where(column => column.Name != ImplicitColumns.Tenant))
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| `{column.Name}` | {TableWords.Type(column)} | {Cell(string.Join("; ", TableWords.Rules(table, column)))} | {Link(column)} | {Cell(column.About ?? "")} | {(column.Example is { } example ? Code(example) : "")} |\n");
        }

        Rules(page, catalog, table);
    }

    private static void Rules(StringBuilder page, CatalogSet catalog, TableDeclaration table)
    {
        List<(string What, string Rule)> rules =
        [
            .. table.Unique.Select(unique => ("Unique", Code(TableWords.Index(unique)))),
            .. table.Checks.Select(check => ($"Check {check.Name}", Code(check.Sql))),
            .. table.Indexes.Select(index => ("Index", Code(TableWords.Index(index)))),
            .. table.Subject is { } subject ? new[] { ("Subject", $"{Code(subject.TypeColumn)} names a table of the catalog, {Code(subject.IdColumn)} a row of it") } : [],
            .. table.Triggers.Select(trigger => ($"Trigger {trigger.Name}", $"{trigger.On}. {trigger.About}")),
            .. table.Functions.Select(function => ($"Function {Code($"{table.Module}.{function.Name}({function.Arguments})")}", function.About)),
            .. Linked(catalog, table) is { Count: > 0 } linked ? new[] { ("Linked from", string.Join(", ", linked)) } : [],
        ];
        page.Append(rules.Count == 0 ? "" : "\n").AppendJoin("", rules.Select(rule => $"- {rule.What}: {rule.Rule}\n"));
        if (table.Select is { } select)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n```sql\n{select.Trim()}\n```\n");
        }
    }

    private static List<string> Linked(CatalogSet catalog, TableDeclaration table) =>
        [.. from other in catalog.Tables from column in other.Columns where column.Refers?.Table == table.FullName select Code($"{other.FullName}.{column.Name}")];

    private static string Link(ColumnDeclaration column)
    {
        if (column.Refers is not { } reference)
        {
            return "";
        }

        var words = TableWords.Link(column)!;
        var parts = reference.Table.Split('.');
        var named = words.Split(", ")[0];
        return $"[{named}]({parts[0]}.md#{reference.Table.Replace(".", "", StringComparison.Ordinal)}){words[named.Length..]}";
    }

    private static IEnumerable<TableDeclaration> Of(CatalogSet catalog, string module) => catalog.Tables.Where(table => table.Module == module);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Code));

    /// <summary>As GitHub makes an anchor of a heading: without its dot.</summary>
    private static string Anchor(TableDeclaration table) => table.FullName.Replace(".", "", StringComparison.Ordinal);

    private static string Code(string text) => $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal);
}
