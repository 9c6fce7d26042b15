using System.Globalization;
using System.Text.RegularExpressions;
using Herdbook.Core;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The days that a dashboard counts, both ends included, in UTC.</summary>
/// <param name="Name">As the address writes it: today, this_week, this_sprint, last_30d, or `a..b`.</param>
public sealed partial record InsightPeriod(string Name, DateOnly From, DateOnly To)
{
    /// <summary>What the pages offer without asking for days.</summary>
    public static readonly (string Name, string Words)[] Choices =
        [("today", "Today"), ("this_week", "Week"), ("this_sprint", "Sprint"), ("last_30d", "30 days"), ("last_90d", "90 days"), ("last_365d", "Year")];

    /// <summary>Ten years: more days than a chart or a ledger of agents has.</summary>
    private const int MostDays = 3_660;

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>As many days before it. A week until today is compared with the week before until the same weekday.</summary>
    public InsightPeriod Before => Name == "this_week"
        ? new InsightPeriod("before", From.AddDays(-7), To.AddDays(-7))
        : new InsightPeriod("before", From.AddDays(-Days), From.AddDays(-1));

    /// <summary>What the figure is compared with, in words.</summary>
    public string BeforeWords => Name switch
    {
        "today" => "yesterday",
        "this_week" => "the week before until the same day",
        _ => $"the {Figures.Count(Days, "day")} before",
    };

    /// <summary>the last 30 days · 2026-01-01 to 2026-01-31</summary>
    public string Words => Name switch
    {
        "today" => "today",
        "this_week" => "this week",
        "this_sprint" => "this sprint",
        _ when Name.StartsWith("last_", StringComparison.Ordinal) => $"the last {Figures.Count(Days, "day")}",
        _ => From == To ? Figures.Day(From) : $"{Figures.Day(From)} to {Figures.Day(To)}",
    };

    /// <param name="text">What the address says.</param>
    /// <param name="today">The UTC day.</param>
    /// <param name="sprint">The first and last day of the sprint under way; null where none is.</param>
    /// <exception cref="RefusedException">`insight_filter`: it names no period.</exception>
    public static InsightPeriod Read(string text, DateOnly today, (DateOnly From, DateOnly To)? sprint)
    {
        if (text == "today")
        {
            return new InsightPeriod(text, today, today);
        }

        if (text == "this_week")
        {
            return new InsightPeriod(text, today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), today);
        }

        if (text == "this_sprint")
        {
            return sprint is { } days
                ? new InsightPeriod(text, days.From, days.To < days.From ? days.From : days.To)
                : throw Refused("No sprint is under way: every sprint of this book has ended, or none was begun. Choose another period.");
        }

        if (Last().Match(text) is { Success: true } last)
        {
            return int.Parse(last.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is > 0 and <= MostDays and var count
                ? new InsightPeriod(text, today.AddDays(1 - count), today)
                : throw Refused($"A period counts 1 to {MostDays} days, and {text} does not.");
        }

        return text.Split("..") is [var from, var to] ? Between(Day(from), Day(to)) : throw Unknown(text);
    }

    /// <exception cref="RefusedException">`insight_filter`: the ends are in the wrong order, or too far apart.</exception>
    public static InsightPeriod Between(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            throw Refused($"The period ends on {Figures.Day(to)}, before it begins on {Figures.Day(from)}. Change the two days for each other.");
        }

        return to.DayNumber - from.DayNumber < MostDays
            ? new InsightPeriod($"{Figures.Day(from)}..{Figures.Day(to)}", from, to)
            : throw Refused($"A period counts {MostDays} days at most, and {Figures.Day(from)}..{Figures.Day(to)} counts more.");
    }

    /// <exception cref="RefusedException">`insight_filter`.</exception>
    public static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999
            ? day
            : throw Refused($"“{Shown(text)}” is no day. Write days as 2026-01-31.");

    internal static RefusedException Refused(string message) => new("insight_filter", message);

    /// <summary>Foreign text in a message: short, on one line.</summary>
    internal static string Shown(string text)
    {
        var line = new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return line.Length > 40 ? line[..40] + "…" : line;
    }

    private static RefusedException Unknown(string text) => Refused(
        $"“{Shown(text)}” is no period. Write today, this_week, this_sprint, last_30d (or another number of days), or two days as 2026-01-01..2026-01-31.");

    [GeneratedRegex(@"\Alast_([0-9]{1,4})d\z", RegexOptions.CultureInvariant)]
    private static partial Regex Last();
}
