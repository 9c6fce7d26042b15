using System.Globalization;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>One window of a budget: a day or a month in UTC, or a run.</summary>
/// <param name="Key">`2026-11-21`, `2026-11`, or the run's code.</param>
/// <param name="Starts">Inclusive, UTC; of a run the beginning of time.</param>
/// <param name="Ends">Exclusive, UTC; of a run the end of time.</param>
/// <param name="Run">The run that it is; null for a day or a month.</param>
public sealed record BudgetWindow(string Key, DateTime Starts, DateTime Ends, string? Run)
{
    /// <summary>The window of a kind in which a moment lies.</summary>
    /// <param name="run">Taken where the kind is `run`.</param>
    public static BudgetWindow Of(string kind, DateTimeOffset moment, string run)
    {
        var day = moment.UtcDateTime.Date;
        return kind switch
        {
            BudgetWords.Day => OfDay(day),
            BudgetWords.Month => OfMonth(day),
            _ => OfRun(run),
        };
    }

    public static BudgetWindow OfDay(DateTime day) =>
        new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Utc(day), Utc(day.AddDays(1)), null);

    public static BudgetWindow OfMonth(DateTime day)
    {
        var first = new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        return new(first.ToString("yyyy-MM", CultureInfo.InvariantCulture), first, first.AddMonths(1), null);
    }

    public static BudgetWindow OfRun(string run) => new(run, Utc(DateTime.MinValue), Utc(DateTime.MaxValue), run);

    /// <summary>Null for a run, which ends when it ends.</summary>
    public DateTime? EndsAt => Run is null ? Ends : null;

    public DateTime? StartsAt => Run is null ? Starts : null;

    private static DateTime Utc(DateTime day) => DateTime.SpecifyKind(day, DateTimeKind.Utc);
}
