using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Core.Rows;

/// <summary>What goes for every write.</summary>
public sealed record RowWriteOptions
{
    /// <summary>Rows that one update or delete changes, where the request sets no bound.</summary>
    public const long DefaultMost = 1_000;

    /// <summary>How long a statement of a request may take.</summary>
    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long a statement of an import may take.</summary>
    public static readonly TimeSpan ImportLimit = TimeSpan.FromMinutes(10);

    public static readonly RowWriteOptions Plain = new();

    /// <summary>What is wanted back; null for nothing but the number of rows.</summary>
    public RowReturning? Returning { get; init; } = RowReturning.Keys;

    /// <summary>The most rows that are changed; with more, none is.</summary>
    public long? MaxAffected { get; init; }

    /// <summary>The number of rows that must be written; with another, none is.</summary>
    public long? Exactly { get; init; }

    /// <summary>Everything is done and then taken back.</summary>
    public bool DryRun { get; init; }

    public TimeSpan Limit { get; init; } = RequestLimit;

    /// <summary>The version that the row must have, as the header If-Match says it: one row is meant, and it is written only if it still is as it was read.</summary>
    public string? IfMatch { get; init; }

    /// <summary>If-None-Match: *. The row must not stand yet.</summary>
    public bool IfNew { get; init; }
}

/// <summary>What a write did.</summary>
/// <param name="Affected">Rows written.</param>
/// <param name="Inserted">Those of them that are new; for a plain insert all of them.</param>
/// <param name="Rows">Those written, in the order of writing, where they were asked back.</param>
public sealed record RowsWritten(long Affected, long Inserted, IReadOnlyList<RowWritten> Rows);

/// <summary>A row that was written.</summary>
/// <param name="Key">Where keys were asked for.</param>
/// <param name="Shown">Where rows were asked for: UTF-8, the JSON or a text for each item.</param>
/// <param name="ETag">The version that it has now, quoted.</param>
public sealed record RowWritten(RowKey? Key, IReadOnlyList<byte[]?> Shown, string ETag, bool IsNew);
