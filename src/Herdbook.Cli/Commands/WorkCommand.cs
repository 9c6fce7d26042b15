using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core.Herd;
using Herdbook.Core.Homes;
using Herdbook.Intake.Linking;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook work`: how conversations, commits, pull requests and tickets belong together, and what each cost.</summary>
internal static class WorkCommand
{
    public static Command Create() => new("work", "Links between conversations, commits, pull requests and tickets, and what each cost.") { Link(), Cost() };

    private static Command Link()
    {
        var json = Globals.Json();
        var days = new Option<int?>("--days") { Description = "Look at commits and edits of so many days; all without it." };
        var command = new Command("link", "Find links in what is booked.") { days, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            DateTimeOffset? since = parsed.GetValue(days) is { } back ? TimeProvider.System.GetUtcNow().AddDays(-Math.Clamp(back, 0, 36_500)) : null;
            var found = await new WorkLinker(session.Book).RunAsync(await parsed.TenantOfAsync(session, ct), since, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(new { by_files = found.ByFiles, by_commits = found.ByCommits, by_branch = found.ByBranch, by_name = found.ByName, tickets = found.Tickets });
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{found.All:N0} links added: {found.ByFiles:N0} by files in common, {found.ByCommits:N0} through commits, {found.ByBranch:N0} by branch, {found.ByName:N0} by name, {found.Tickets:N0} to tickets"));
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Command Cost()
    {
        var json = Globals.Json();
        var by = new Option<WorkKind>("--by") { Description = "What a row stands for.", DefaultValueFactory = _ => WorkKind.Pr, HelpName = "pr|ticket|finding" };
        var all = new Option<bool>("--all") { Description = "Also what has no cost." };
        var limit = new Option<int>("--limit") { Description = "At most so many rows.", DefaultValueFactory = _ => 50 };
        var command = new Command("cost", "Cost per pull request, ticket or finding, dearest first.") { by, all, limit, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var kind = parsed.GetValue(by);
            var rows = await new WorkCosts(session.Book).ReadAsync(await parsed.TenantOfAsync(session, ct), kind, !parsed.GetValue(all), Math.Clamp(parsed.GetValue(limit), 1, 100_000), ct);
            if (parsed.GetValue(json))
            {
                Output.Json(rows.Select(row => new
                {
                    code = row.Code,
                    title = row.Title,
                    status = row.Status,
                    sessions = row.Sessions,
                    cost_usd = row.CostUsd,
                    tokens = row.Tokens,
                    findings = row.Findings,
                    cost_per_finding_usd = row.CostPerFindingUsd,
                }));
                return CommandLine.Done;
            }

            if (rows.Count == 0)
            {
                Console.Out.WriteLine("Nothing here has a cost yet. `herdbook import git PATH` and `herdbook work link` tie conversations to pull requests and tickets.");
                return CommandLine.Done;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns(kind.ToString().ToLowerInvariant(), "status", "title");
            table.AddColumn(new TableColumn("sessions").RightAligned()).AddColumn(new TableColumn("USD").RightAligned()).AddColumn(new TableColumn("findings").RightAligned());
            foreach (var row in rows)
            {
                table.AddRow(
                    Markup.Escape(row.Code), Markup.Escape(row.Status ?? ""), Markup.Escape(row.Title ?? ""), row.Sessions?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
                    row.CostUsd?.ToString("N2", CultureInfo.InvariantCulture) ?? "unpriced", row.Findings?.ToString("N0", CultureInfo.InvariantCulture) ?? "");
            }

            AnsiConsole.Write(table);
            return CommandLine.Done;
        });
        return command;
    }
}
