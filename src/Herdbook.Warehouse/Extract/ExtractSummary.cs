namespace Herdbook.Warehouse.Extract;

/// <summary>What an extract brought.</summary>
public sealed record ExtractSummary
{
    /// <summary>Its number, in `_batch` of every row that it brought. They grow by one.</summary>
    public required long Batch { get; init; }

    /// <summary>Everything came anew: because it was asked for, the file was empty, or the database is another than the one before.</summary>
    public required bool Full { get; init; }

    /// <summary>Rows of each table, as `module.table`; of tables that got none, 0.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>Tables whose rows are all new, because the extract was full or their columns changed: what was made of the former ones is to be made again.</summary>
    public required IReadOnlySet<string> Replaced { get; init; }

    /// <summary>Tables that are no longer there.</summary>
    public required IReadOnlyList<string> Dropped { get; init; }

    public required ExtractWatermark Watermark { get; init; }

    /// <summary>Values that DuckDB's types cannot hold; NULL stands for each, and `meta.unfit` lists them.</summary>
    public required IReadOnlyList<Unfit> Unfit { get; init; }

    /// <summary>Bytes that PostgreSQL sent.</summary>
    public required long Bytes { get; init; }

    public required TimeSpan Took { get; init; }

    public long TotalRows => Rows.Values.Sum();

    /// <summary>Whether anything in the file is not as it was.</summary>
    public bool HasChanges => TotalRows > 0 || Replaced.Count > 0 || Dropped.Count > 0;
}

/// <summary>Up to where everything was extracted.</summary>
/// <param name="Source">Cluster, timeline and database.</param>
/// <param name="Below">Every transaction below this number is in; none from it on.</param>
/// <param name="Next">The number that the next transaction would have got. What lies between the two waits for the oldest transaction that is still open.</param>
/// <param name="At">The moment of the snapshot.</param>
/// <param name="HeldBackBy">The open transactions that hold the watermark back, the oldest first; at most five.</param>
public sealed record ExtractWatermark(string Source, ulong Below, ulong Next, DateTimeOffset At, IReadOnlyList<OpenTransaction> HeldBackBy)
{
    /// <summary>How many transactions wait; 0 when everything committed is in.</summary>
    public ulong Lag => Next - Below;
}

/// <summary>A transaction that writes and has not ended.</summary>
/// <param name="Since">Null where the database does not show it.</param>
public sealed record OpenTransaction(int Process, string Application, string State, DateTimeOffset? Since);
