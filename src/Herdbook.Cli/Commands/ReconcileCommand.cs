using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core.Herd;
using Herdbook.Core.Herd.Reconcile;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook reconcile`: what transcripts, telemetry and the provider told of the same calls, beside what is booked.</summary>
internal static class ReconcileCommand
{
    public static Command Create()
    {
        var by = new Option<ReconcileBy>("--by") { Description = "What a row stands for.", DefaultValueFactory = _ => ReconcileBy.Call, HelpName = "call|session|day" };
        var from = ReportCommand.Day("--from", "First day, UTC, as yyyy-MM-dd.");
        var to = ReportCommand.Day("--to", "Last day, inclusive, UTC, as yyyy-MM-dd.");
        var source = new Option<string?>("--source") { Description = "Only what this source told.", HelpName = "provider|transcript|telemetry" };
        source.AcceptOnlyFromAmong([.. ReconcileFilter.Sources]);
        var all = new Option<bool>("--all") { Description = "Also what agrees." };
        var page = new Option<int>("--page") { Description = $"Which {ReconcileFilter.PageSize} rows, from 1.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var json = Globals.Json();
        var command = new Command("reconcile", "Show where sources tell different figures of the same call, conversation or day.") { by, from, to, source, all, page, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var filter = new ReconcileFilter(
                parsed.GetValue(by), new DayRange(parsed.GetValue(from), parsed.GetValue(to)), parsed.GetValue(source), parsed.GetValue(all), parsed.GetValue(page));
            var told = await new Reconciliations(session.Book).ReadAsync(await parsed.TenantOfAsync(session, ct), filter, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(told);
            }
            else
            {
                Write(told, filter);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static void Write(Reconciliation told, ReconcileFilter filter)
    {
        foreach (var booked in told.Booked)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{booked.Source}[/]: {Plain(booked.Calls)} calls booked by its figures, {Usd(booked.CostUsd)}");
        }

        foreach (var total in told.Totals)
        {
            AnsiConsole.MarkupLineInterpolated($"{total.Source} told of {Plain(total.Calls)} of them beside: {Plain(total.DifferingCalls)} differ, by {Plain(total.DifferingTokens)} tokens and {Usd(total.DifferingUsd)}");
        }

        if (told.Rows.Count == 0)
        {
            AnsiConsole.MarkupLine(told.Totals.Count == 0 ? "[grey]No call was told by two sources.[/]" : "[grey]Nothing differs; --all shows what agrees.[/]");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in (string[])[filter.By.ToString().ToLowerInvariant(), "told by"])
        {
            table.AddColumn(name);
        }

        foreach (var name in (string[])["calls", "differ", "booked", "told", "difference", "booked USD", "told USD", "difference"])
        {
            table.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = Justify.Right });
        }

        foreach (var row in told.Rows)
        {
            table.AddRow(
                new Text(row.Key), new Text(row.Source), new Text(Plain(row.Calls)), new Text(Plain(row.DifferingCalls)), new Text(Plain(row.BookedTokens)), new Text(Plain(row.ToldTokens)),
                new Text(Plain(row.DifferingTokens)), new Text(Usd(row.BookedUsd)), new Text(Usd(row.ToldUsd)), new Text(Usd(row.DifferingUsd)));
        }

        AnsiConsole.Write(table);
        if (told.RowCount > told.Rows.Count)
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{Plain(told.Rows.Count)} of {Plain(told.RowCount)}; --page {filter.Page + 1} shows more.[/]");
        }
    }

    private static string Plain(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Usd(decimal? usd) => usd is { } amount ? amount.ToString("0.00####", CultureInfo.InvariantCulture) + " USD" : "–";
}
