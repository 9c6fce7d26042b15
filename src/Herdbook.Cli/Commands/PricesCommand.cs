using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook prices`: what models cost, and from when.</summary>
internal static class PricesCommand
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static Command Create() => new("prices", "What models cost, and from when.") { Import(), List() };

    private static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "A price list in the form of models.dev, Langfuse or LiteLLM." };
        var from = new Option<DateTimeOffset?>("--from")
        {
            Description = "From when the prices hold, as yyyy-MM-dd, UTC (default: now; since ever for a model without a price).",
            HelpName = "DATE",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", Plain, DateTimeStyles.AssumeUniversal, out var day))
                {
                    return day;
                }

                result.AddError($"--from {text}: give a day as yyyy-MM-dd, for example 2026-01-31.");
                return null;
            },
        };
        var json = Globals.Json();
        var command = new Command("import", "Book the prices of a file; what is booked already is left.") { file, from, json };
        command.SetAction(async (parsed, ct) =>
        {
            var prices = await PriceReader.ReadFileAsync(parsed.GetValue(file)!, ct);
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var result = await PriceBook.ImportAsync(
                session.Book, await parsed.TenantOfAsync(session, ct), Actor.Owner, prices, parsed.GetValue(from), TimeProvider.System, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(result);
            }
            else
            {
                Print(result);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Command List()
    {
        var json = Globals.Json();
        var command = new Command("list", "Show every price with the date from which it holds.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            await PriceBook.EnsureListAsync(session.Book, await parsed.TenantOfAsync(session, ct), TimeProvider.System, ct);
            var rows = await PriceRows.ReadAsync(session.Book, await parsed.TenantOfAsync(session, ct), ct);
            if (parsed.GetValue(json))
            {
                Output.Json(rows);
            }
            else
            {
                Print(rows);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(PriceImport result)
    {
        AnsiConsole.MarkupLineInterpolated(Plain, $"{result.Source} ({result.Format}): {result.Added:N0} added, {result.Changed:N0} changed, {result.Unchanged:N0} unchanged, {result.Refused.Count:N0} refused");
        if (result.SkippedModels + result.SkippedTiers > 0)
        {
            AnsiConsole.MarkupLineInterpolated(Plain, $"[grey]left out: {result.SkippedModels:N0} models without a price per token, {result.SkippedTiers:N0} tiers that depend on more than the length of a prompt[/]");
        }

        foreach (var refused in result.Refused)
        {
            AnsiConsole.MarkupLineInterpolated(Plain, $"[red]refused[/] {result.Source}, {refused.ModelCode}: {refused.Reason}");
        }

        if (result.Added + result.Changed > 0)
        {
            AnsiConsole.MarkupLine("[grey]`herdbook reprice` brings what is booked already in line with it[/]");
        }
    }

    private static void Print(List<PriceRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.Caption("USD per million tokens; – is not known, and what uses it is unpriced");
        table.AddColumn("model");
        table.AddColumn(new TableColumn("from") { NoWrap = true });
        foreach (var name in (string[])["above", "input", "output", "cache read", "write 5 min", "write 1 h"])
        {
            table.AddColumn(new TableColumn(name) { NoWrap = true, Alignment = Justify.Right });
        }

        foreach (var (model, from, tier, _) in rows)
        {
            table.AddRow(
                Markup.Escape(model),
                from == PriceBook.SinceEver ? "ever" : from.UtcDateTime.ToString("yyyy-MM-dd HH:mm", Plain),
                tier.AboveInputTokens == 0 ? "" : tier.AboveInputTokens.ToString("N0", Plain),
                Amount(tier.Input),
                Amount(tier.Output),
                Amount(tier.CacheRead),
                Amount(tier.CacheCreate),
                Amount(tier.CacheCreate1h));
        }

        AnsiConsole.Write(table);
    }

    private static string Amount(decimal? amount) => amount?.ToString("0.00####", Plain) ?? "–";
}
