namespace Herdbook.Core.Herd.Reconcile;

/// <summary>What a row of the comparison stands for: one call, one conversation with its subagents, or one UTC day.</summary>
public enum ReconcileBy
{
    Call,
    Session,
    Day,
}

/// <summary>What is compared.</summary>
/// <param name="Source">Only what this source told: provider, transcript or telemetry; null for all.</param>
/// <param name="All">Also rows in which nothing differs.</param>
/// <param name="Page">From 1.</param>
public sealed record ReconcileFilter(ReconcileBy By, DayRange Range, string? Source = null, bool All = false, int Page = 1)
{
    public const int PageSize = 100;

    public static readonly IReadOnlyList<string> Sources = ["provider", "transcript", "telemetry"];
}

/// <summary>What one source told, beside what is booked of the same calls.</summary>
public record Compared
{
    /// <summary>provider, transcript or telemetry.</summary>
    public string Source { get; init; } = "";

    /// <summary>Calls that it told of and that are compared.</summary>
    public long Calls { get; init; }

    /// <summary>Those of them whose tokens or cost differ from what is booked.</summary>
    public long DifferingCalls { get; init; }

    /// <summary>Input, output, cache reads and cache writes together, as booked.</summary>
    public long BookedTokens { get; init; }

    public long ToldTokens { get; init; }

    /// <summary>Booked cost in USD of the calls whose cost the source told; null where it told none, or what is booked has no price.</summary>
    public decimal? BookedUsd { get; init; }

    /// <summary>What the source said that they cost, in USD; null where it told no cost.</summary>
    public decimal? ToldUsd { get; init; }

    public long DifferingTokens => ToldTokens - BookedTokens;

    /// <summary>Told less booked, in USD; null where one of them is not known.</summary>
    public decimal? DifferingUsd => ToldUsd - BookedUsd;
}

/// <summary>One call, conversation or day, as one source told it.</summary>
public sealed record ComparedRow : Compared
{
    /// <summary>The call's ids, the conversation's code, or the day as yyyy-MM-dd.</summary>
    public string Key { get; init; } = "";

    /// <summary>The source whose figures are booked; null where the row is of several calls.</summary>
    public string? BookedSource { get; init; }

    /// <summary>The conversation; null on a day.</summary>
    public string? SessionCode { get; init; }

    public string? Title { get; init; }

    public string? ModelCode { get; init; }

    /// <summary>When the call was made, or the first of them.</summary>
    public DateTime At { get; init; }

    /// <summary>Rows of all pages.</summary>
    internal long TotalRows { get; init; }
}

/// <summary>How many calls are booked by a source's figures, in the range.</summary>
public sealed record BookedBySource
{
    public string Source { get; init; } = "";

    public long Calls { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>Those whose cost is the provider's own figure.</summary>
    public long ProviderCosts { get; init; }
}

/// <summary>What sources told of the same calls, read on one snapshot.</summary>
/// <param name="Booked">Every call once, by the source that counts.</param>
/// <param name="Totals">What each source told beside it.</param>
/// <param name="Rows">One page: days in order, calls and conversations with the largest difference first.</param>
/// <param name="RowCount">Of all pages.</param>
public sealed record Reconciliation(IReadOnlyList<BookedBySource> Booked, IReadOnlyList<Compared> Totals, IReadOnlyList<ComparedRow> Rows, long RowCount)
{
    public long DifferingCalls => Totals.Sum(t => t.DifferingCalls);
}
