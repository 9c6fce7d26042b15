using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook verify`: whether the audit log, and the ledgers that it covers, are what was written. Exits with 1 where they are not.</summary>
internal static class VerifyCommand
{
    private const int Printed = 50;

    public static Command Create()
    {
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only what was booked at this time or later, as 2026-11-21T09:30:00Z.", HelpName = "TIME" };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "A folder of checkpoints that were kept elsewhere (default: the one that this home publishes to).", HelpName = "DIR" };
        var entriesOnly = new Option<bool>("--entries-only") { Description = "Do not compare the rows of ledgers and versions." };
        var json = Globals.Json();
        var command = new Command("verify", "Look whether the audit log and the ledgers are what was written.") { since, checkpoints, entriesOnly, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            var named = parsed.GetValue(checkpoints);
            var own = PublishOptions.Of(session.Home).Folder;
            var options = new VerificationOptions
            {
                Since = parsed.GetValue(since)?.UtcDateTime,
                Checkpoints = named is not null ? Path.GetFullPath(named) : Directory.Exists(own) && tenant != Tenant.Demo ? own : null,
                Rows = !parsed.GetValue(entriesOnly),
            };
            var verification = new Verification(session.Database, session.Catalog, session.Keys, CheckpointKey.Open(session.Keys), TimeProvider.System);
            var report = await verification.RunAsync(tenant, options, null, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(Told(report));
            }
            else
            {
                Print(report);
            }

            return report.IsIntact && report.IsComplete ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static object Told(VerificationReport report) => new
    {
        report.Tenant,
        report.At,
        report.Since,
        Integrity = report.IsIntact ? "intact" : "broken",
        Completeness = report.IsComplete ? "complete" : "broken",
        report.Entries,
        report.Leaves,
        report.Unsealed,
        report.Rows,
        CheckpointsCompared = report.Kept,
        Head = report.Head is { } head ? new { head.Origin, head.Size, Root = Convert.ToHexStringLower(head.Root) } : null,
        EntriesSeconds = report.EntriesTook.TotalSeconds,
        RowsSeconds = report.RowsTook.TotalSeconds,
        Findings = report.Findings.Select(finding => new
        {
            Verdict = finding.Verdict == Verdict.Integrity ? "integrity" : "completeness",
            finding.Kind,
            finding.Message,
            finding.Table,
            finding.Key,
            finding.EntryId,
            finding.Leaf,
        }),
        report.Counts,
        report.Notes,
    };

    private static void Print(VerificationReport report)
    {
        static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
        var console = AnsiConsole.Console;
        console.MarkupLineInterpolated($"{Number(report.Entries)} entries, {Number(report.Leaves)} sealed, {Number(report.Unsealed)} not sealed yet, in {report.EntriesTook.TotalSeconds:0.0} s");
        console.MarkupLineInterpolated($"{Number(report.Rows)} rows of ledgers and versions, in {report.RowsTook.TotalSeconds:0.0} s; {report.Kept} kept checkpoints");
        if (report.Head is { } head)
        {
            console.MarkupLineInterpolated($"head of {head.Origin}: {Number(head.Size)} entries, root {Convert.ToHexStringLower(head.Root)}");
        }

        Verdicts(console, "integrity", Verdict.Integrity, report, report.IsIntact ? "[green]intact[/]: what stands there is what was written" : "[red]broken[/]");
        Verdicts(console, "completeness", Verdict.Completeness, report, report.IsComplete ? "[green]complete[/]: what was written is there, once and in its order" : "[red]broken[/]");
        foreach (var note in report.Notes)
        {
            console.MarkupLineInterpolated($"[grey]note: {note}[/]");
        }

        if (report.Kept == 0)
        {
            console.MarkupLine("[grey]note: no checkpoint was compared, so a tail that was cut off together with its heads would not be seen. Keep checkpoints elsewhere.[/]");
        }
    }

    private static void Verdicts(IAnsiConsole console, string word, Verdict verdict, VerificationReport report, string says)
    {
        console.MarkupLine($"[bold]{word}[/] {says}");
        var findings = report.Findings.Where(finding => finding.Verdict == verdict).ToArray();
        foreach (var finding in findings.Take(Printed))
        {
            console.MarkupLineInterpolated($"  [red]{finding.Kind}[/] {finding.Message}");
        }

        if (findings.Length > Printed)
        {
            console.MarkupLineInterpolated($"  and {findings.Length - Printed} more; --json lists them");
        }
    }
}
