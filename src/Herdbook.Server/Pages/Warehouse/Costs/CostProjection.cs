namespace Herdbook.Server.Pages.Warehouse.Costs;

/// <summary>What the present pace comes to: the mean of a day's cost, times 30 and times 365.</summary>
/// <param name="Days">The days that the mean is over: those of the period that the book has, up to today.</param>
public sealed record CostProjection(decimal Usd, int Days)
{
    public decimal Daily => Usd / Days;

    public decimal Month => Daily * 30;

    public decimal Year => Daily * 365;

    /// <summary>Null where nothing has a price, or no day of the period has come.</summary>
    public static CostProjection? Of(decimal? usd, DateOnly from, DateOnly to, DateOnly? firstDay, DateOnly today)
    {
        var first = firstDay is { } begun && begun > from ? begun : from;
        var last = to > today ? today : to;
        return usd is { } known && last >= first ? new CostProjection(known, last.DayNumber - first.DayNumber + 1) : null;
    }
}

/// <summary>A budget for a calendar month in US dollars, as the address names it. The book knows none; nothing is invented.</summary>
public sealed record CostBudget(decimal Month)
{
    public const string Parameter = "budget";

    private const decimal Most = 1_000_000_000m;

    /// <exception cref="Core.RefusedException">`insight_filter`: it is no sum of money.</exception>
    public static CostBudget? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var usd) && usd is > 0 and <= Most
            ? new CostBudget(usd)
            : throw Insight.InsightPeriod.Refused($"“{Insight.InsightPeriod.Shown(text)}” is no budget. Write US dollars for a month, above zero, as 500 or 1250.50.");
    }

    /// <summary>The part of the budget that falls on some days: each day has its part of its own month.</summary>
    public decimal Over(DateOnly from, DateOnly to)
    {
        var sum = 0m;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            sum += Month / DateTime.DaysInMonth(day.Year, day.Month);
        }

        return sum;
    }

    /// <summary>The part of the month that has gone when a day ends, from 0 to 1.</summary>
    public static double Gone(DateOnly today) => (double)today.Day / DateTime.DaysInMonth(today.Year, today.Month);
}
