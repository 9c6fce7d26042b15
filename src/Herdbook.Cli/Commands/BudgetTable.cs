using Herdbook.Core.Governance.Budgets;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>Budgets as a table.</summary>
internal static class BudgetTable
{
    public static void Write(IReadOnlyList<(Budget Budget, BudgetFigure? Now)> budgets)
    {
        var table = Make();
        foreach (var (budget, now) in budgets)
        {
            Add(table, budget, now);
        }

        AnsiConsole.Write(table);
        if (budgets.Count == 0)
        {
            AnsiConsole.MarkupLine("[grey]none yet: `herdbook budgets set agent claude-code --tokens-per-day 2000000`[/]");
        }
    }

    public static void Write(IReadOnlyList<BudgetFigure> figures)
    {
        var table = Make();
        foreach (var figure in figures)
        {
            Add(table, figure.Budget, figure);
        }

        AnsiConsole.Write(table);
    }

    private static Table Make()
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in (string[])["budget", "in a", "window", "state"])
        {
            table.AddColumn(name);
        }

        foreach (var name in (string[])["limit", "used", "reserved", "left"])
        {
            table.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = Justify.Right });
        }

        return table;
    }

    private static void Add(Table table, Budget budget, BudgetFigure? figure) => table.AddRow(
        Markup.Escape(budget.Subject),
        budget.WindowKind,
        Markup.Escape(figure?.Window.Key ?? "–"),
        budget.IsActive ? figure is { IsStopped: true } ? "[red]stopped[/]" : figure is { IsWarned: true } ? "[yellow]warning[/]" : "open" : "off",
        budget.Amount(figure?.Limit ?? budget.LimitAmount),
        figure is null ? "–" : budget.Amount(figure.Used),
        figure is null ? "–" : budget.Amount(figure.Reserved),
        figure is null ? "–" : budget.Amount(figure.Left));
}
