namespace Herdbook.Intake.Demo.Year;

/// <summary>Two weeks of work, from a Monday on.</summary>
/// <param name="Ends">When it is closed: as planned, but for the one that slips.</param>
/// <param name="Slips">Whether it was closed later than planned.</param>
internal sealed record YearSprint(int Number, string Code, string Title, string Goal, DateTimeOffset Starts, DateTimeOffset PlannedEnd, DateTimeOffset Ends, bool Slips);

/// <summary>The days of the made-up year: what work falls on, and what its sprints are. All of it is told in UTC.</summary>
internal sealed class YearCalendar
{
    private const int SprintDays = 14;
    private const int Opens = 7;
    private const int Closes = 19;

    private static readonly string[] Goals =
    [
        "Fewer than ten open refunds", "Checkout that survives a lost network", "Close the books in a day", "Every event once", "Half the pages' weight",
        "No alert without an owner", "Offline work for drivers", "Search that answers at once", "Backups that were restored once", "Tax right in every country",
        "One way to sign in", "Reports that add up", "Nothing older than a year in the queue",
    ];

    public YearCalendar(DateTimeOffset now, int days)
    {
        Now = now;
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);

        // The last sprint is always in its second week, so that its burndown has something to show.
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var last = monday.AddDays(-7);
        var count = Math.Max(2, days / SprintDays);
        var slipping = count * 2 / 3;
        Sprints = [.. Enumerable.Range(0, count).Select(i => Sprint(i, last.AddDays(-SprintDays * (count - 1 - i)), i == slipping))];
        Start = Sprints[0].Starts;
        Dear = Sprints[count / 2].Starts.AddDays(7);
    }

    public DateTimeOffset Now { get; }

    /// <summary>The Monday that everything begins on.</summary>
    public DateTimeOffset Start { get; }

    public IReadOnlyList<YearSprint> Sprints { get; }

    /// <summary>The Monday of the one week in which the cache was switched off.</summary>
    public DateTimeOffset Dear { get; }

    public bool IsDear(DateTimeOffset at) => at >= Dear && at < Dear.AddDays(5);

    /// <summary>The moment at a part of the whole span: 0 is its begin, 1 is now.</summary>
    public DateTimeOffset At(double part) => Start.AddSeconds(Math.Round((Now.Date - Start.UtcDateTime.Date).TotalSeconds * part / 60) * 60).AddHours(9);

    /// <summary>Nobody works: weekends, the days around New Year, the first of May, and a bridge day in summer.</summary>
    public static bool IsFree(DateTimeOffset day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
        || (day.Month, day.Day) is (12, >= 24) or (1, 1) or (5, 1) or (8, 15) or (10, 3);

    /// <summary>The next moment at which work goes on: in working hours of a working day, or now and then on a free one.</summary>
    public static DateTimeOffset Next(DateTimeOffset at, DemoDice dice)
    {
        for (; ; )
        {
            if (at.Hour < Opens)
            {
                at = Day(at).AddHours(Opens).AddSeconds(dice.Between(0, 5_400));
            }
            else if (at.Hour >= Closes)
            {
                at = Day(at).AddDays(1).AddHours(Opens).AddSeconds(dice.Between(0, 5_400));
            }

            if (!IsFree(at) || dice.Chance(12))
            {
                return at;
            }

            at = Day(at).AddDays(1);
        }
    }

    /// <summary>A while later, in working hours.</summary>
    public static DateTimeOffset After(DateTimeOffset at, int leastMinutes, int mostMinutes, DemoDice dice) =>
        Next(at.AddSeconds((dice.Between(leastMinutes, mostMinutes) * 60) + dice.Between(0, 59)).AddMilliseconds(dice.Between(0, 999)), dice);

    private static DateTimeOffset Day(DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);

    private static YearSprint Sprint(int index, DateTimeOffset starts, bool slips)
    {
        var planned = starts.AddDays(11).AddHours(16);
        return new YearSprint(
            index + 1, $"SPR-{index + 1:00}", $"Sprint {index + 1}", Goals[index % Goals.Length], starts.AddHours(8), planned, slips ? planned.AddDays(5) : planned, slips);
    }
}
