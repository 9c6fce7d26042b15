using Herdbook.Catalog;
using Spectre.Console;

namespace Herdbook.Cli.Terminal;

/// <summary>A plan for people or programs.</summary>
internal static class PlanTable
{
    public static void Show(CatalogPlan plan, bool json, string conclusion)
    {
        if (json)
        {
            Output.Json(new { digest = plan.Digest, steps = plan.Steps.Select(s => new { table = s.Table, what = s.What, destructive = s.Destructive, sql = s.Sql }) });
            return;
        }

        foreach (var table in plan.Steps.GroupBy(step => step.Table))
        {
            AnsiConsole.MarkupLine($"[bold]{Markup.Escape(table.Key)}[/]");
            foreach (var step in table)
            {
                AnsiConsole.MarkupLine(step.Destructive
                    ? $"  [red]! {Markup.Escape(step.What)} (destructive: allow with --allow-destructive {Markup.Escape(table.Key)})[/]"
                    : $"  [green]+[/] {Markup.Escape(step.What)}");
            }
        }

        AnsiConsole.WriteLine(conclusion);
    }
}
