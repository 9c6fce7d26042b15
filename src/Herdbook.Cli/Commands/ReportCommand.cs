using System.CommandLine;
using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook report`: tokens and cost of the book, for people as a table, for programs as JSON or CSV.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var by = new Option<ReportBy>("--by") { Description = "What a row stands for.", DefaultValueFactory = _ => ReportBy.Model, HelpName = "model|day|agent|session|project" };
        var from = Day("--from", "First day, UTC, as yyyy-MM-dd.");
        var to = Day("--to", "Last day, inclusive, UTC, as yyyy-MM-dd.");
        var json = new Option<bool>("--json") { Description = "An array of objects." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values with a heading." };
        var command = new Command("report", "Tokens and cost by model, day, agent, session or project.") { by, from, to, json, csv };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("Choose --json or --csv, not both.");
            }

            if (result.GetValue(from) is { } first && result.GetValue(to) is { } last && last < first)
            {
                result.AddError($"--to {last:yyyy-MM-dd} is before --from {first:yyyy-MM-dd}.");
            }
        });
        command.SetAction(async (result, ct) =>
        {
            var range = new DayRange(result.GetValue(from), result.GetValue(to));
            var key = result.GetValue(by);
            await using var session = await HomeSession.OpenAsync(result.HomeOf(), ct);
            var rows = await new Reports(session.Book).ReadAsync(await result.TenantOfAsync(session, ct), key, range, ct);
            if (result.GetValue(json))
            {
                ReportFormats.WriteJson(Console.OpenStandardOutput(), rows);
            }
            else if (result.GetValue(csv))
            {
                ReportFormats.WriteCsv(Console.Out, rows);
            }
            else
            {
                ReportFormats.WriteTable(key, rows);
            }

            return 0;
        });
        return command;
    }

    internal static Option<DateOnly?> Day(string name, string about) => new(name)
    {
        Description = about,
        HelpName = "DAY",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"{name} {text}: give a day as yyyy-MM-dd, for example 2026-01-31.");
            return null;
        },
    };
}
