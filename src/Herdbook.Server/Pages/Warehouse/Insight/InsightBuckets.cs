namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The bars of a chart: days; weeks from Monday where there would be too many days; months where there would be too many weeks.</summary>
/// <param name="Size">day, week or month.</param>
public sealed record InsightBuckets(string Size, IReadOnlyList<DateOnly> Starts, IReadOnlyList<DateOnly> Ends)
{
    /// <summary>Bars thinner than that say nothing.</summary>
    public const int Most = 92;

    public int Count => Starts.Count;

    /// <param name="most">Bars that may stand beside each other.</param>
    public static InsightBuckets Over(DateOnly from, DateOnly to, int most)
    {
        var days = to.DayNumber - from.DayNumber + 1;
        var size = days <= most ? "day" : days <= most * 7 ? "week" : "month";
        var starts = new List<DateOnly>();
        var ends = new List<DateOnly>();
        for (var start = Start(from, size); start <= to; start = Next(start, size))
        {
            // The outer bars hold only the days that were asked for, and say so.
            starts.Add(start < from ? from : start);
            var end = Next(start, size).AddDays(-1);
            ends.Add(end > to ? to : end);
        }

        return new InsightBuckets(size, starts, ends);
    }

    /// <summary>The bar that a day belongs to; -1 for none.</summary>
    public int Index(DateOnly day)
    {
        var (low, high) = (0, Starts.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (day < Starts[middle])
            {
                high = middle - 1;
            }
            else if (day > Ends[middle])
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    /// <summary>A bar's days as a period of an address.</summary>
    public string Period(int bucket) => $"{Figures.Day(Starts[bucket])}..{Figures.Day(Ends[bucket])}";

    /// <summary>2026-01-31 · 2026-01-26 to 2026-02-01</summary>
    public string Words(int bucket) => Starts[bucket] == Ends[bucket] ? Figures.Day(Starts[bucket]) : $"{Figures.Day(Starts[bucket])} to {Figures.Day(Ends[bucket])}";

    /// <summary>The sum of what happened on each bar's days, null where nothing did.</summary>
    public double?[] Sum(IEnumerable<(DateOnly Day, double Value)> cells)
    {
        var sums = new double?[Count];
        foreach (var (day, value) in cells)
        {
            if (Index(day) is >= 0 and var at)
            {
                sums[at] = (sums[at] ?? 0) + value;
            }
        }

        return sums;
    }

    private static DateOnly Start(DateOnly day, string size) => size switch
    {
        "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        "month" => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };

    private static DateOnly Next(DateOnly start, string size) => size switch
    {
        "week" => start.AddDays(7),
        "month" => start.AddMonths(1),
        _ => start.AddDays(1),
    };
}
