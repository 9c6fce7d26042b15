using Herdbook.Catalog;
using Herdbook.Catalog.Pages;
using Spectre.Console;

namespace Herdbook.Cli.Terminal;

/// <summary>Tables and their columns, for people or programs.</summary>
internal static class TableSheets
{
    public static void List(IReadOnlyList<TableDeclaration> tables, bool json)
    {
        if (json)
        {
            Output.Json(tables.Select(table => new { table = table.FullName, kind = Word(table), about = table.About, columns = table.AllColumns.Count, group = table.Display?.Group }));
            return;
        }

        foreach (var module in tables.GroupBy(table => table.Module))
        {
            AnsiConsole.MarkupLine($"[bold]{module.Key}[/]");
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach (var table in module)
            {
                grid.AddRow(Markup.Escape(table.Name), $"[grey]{Word(table)}[/]", Markup.Escape(table.About));
            }

            AnsiConsole.Write(grid);
        }
    }

    public static void One(CatalogSet catalog, TableDeclaration table, bool json)
    {
        var linked = (from other in catalog.Tables from column in other.Columns where column.Refers?.Table == table.FullName select $"{other.FullName}.{column.Name}").ToList();
        if (json)
        {
            Output.Json(new
            {
                table = table.FullName,
                kind = Word(table),
                about = table.About,
                key = table.Key,
                columns = table.AllColumns.Select(column => new
                {
                    name = column.Name,
                    type = TableWords.Type(column),
                    required = column.Required,
                    @default = column.Default?.Text,
                    oneOf = column.OneOf,
                    min = column.Min,
                    max = column.Max,
                    pattern = column.Pattern,
                    generated = column.Generated,
                    refers = column.Refers?.Table,
                    refersColumn = column.Refers?.Column,
                    unit = column.Unit,
                    secret = column.Secret,
                    about = column.About,
                    example = column.Example,
                }),
                unique = table.Unique.Select(TableWords.Index),
                indexes = table.Indexes.Select(TableWords.Index),
                checks = table.Checks.ToDictionary(check => check.Name, check => check.Sql),
                triggers = table.Triggers.ToDictionary(trigger => trigger.Name, trigger => trigger.About),
                linkedFrom = linked,
            });
            return;
        }

        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(table.FullName)}[/]  {Markup.Escape(table.About)}");
        AnsiConsole.MarkupLine($"[grey]{Markup.Escape(TableWords.Kind(table))}; key {Markup.Escape(string.Join(", ", table.Key))}[/]");
        var sheet = new Table().Border(TableBorder.Simple).AddColumns("column", "type", "rules", "what it is");
        foreach (var column in table.AllColumns)
        {
            var rules = TableWords.Rules(table, column).Concat(TableWords.Link(column) is { } link ? [$"→ {link}"] : []);
            sheet.AddRow(Markup.Escape(column.Name), Markup.Escape(TableWords.Type(column)), Markup.Escape(string.Join("; ", rules)), Markup.Escape(column.About ?? ""));
        }

        AnsiConsole.Write(sheet);
        foreach (var (what, rule) in table.Unique.Select(unique => ("unique", TableWords.Index(unique)))
            .Concat(table.Checks.Select(check => ($"check {check.Name}", check.Sql)))
            .Concat(table.Indexes.Select(index => ("index", TableWords.Index(index))))
            .Concat(table.Triggers.Select(trigger => ($"trigger {trigger.Name}", trigger.About)))
            .Concat(linked.Select(column => ("linked from", column))))
        {
            AnsiConsole.MarkupLine($"  [grey]{Markup.Escape(what)}[/] {Markup.Escape(rule)}");
        }
    }

    private static string Word(TableDeclaration table) => table.Kind.ToString().ToLowerInvariant();
}
