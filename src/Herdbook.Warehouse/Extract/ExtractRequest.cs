using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>One extract: of one tenant, into one file.</summary>
public sealed record ExtractRequest
{
    /// <summary>Where it is read, as the tenant.</summary>
    public required Book Book { get; init; }

    public required Tenant Tenant { get; init; }

    /// <summary>Every table that there is, users' own among them.</summary>
    public required CatalogSet Catalog { get; init; }

    /// <summary>Where it goes. No transaction may be open on it.</summary>
    public required DuckDbConnection Target { get; init; }

    /// <summary>Everything anew, instead of what came since the last extract into this file.</summary>
    public bool Full { get; init; }

    /// <summary>Told at the end of each table, and every few hundred milliseconds within one.</summary>
    public IProgress<ExtractProgress>? Progress { get; init; }
}

/// <summary>How far an extract is.</summary>
/// <param name="Table">The table that is read, as `module.table`.</param>
/// <param name="Rows">Of this table, so far.</param>
/// <param name="TotalRows">Of all tables, so far.</param>
/// <param name="Bytes">That PostgreSQL sent, so far.</param>
public sealed record ExtractProgress(string Table, long Rows, long TotalRows, long Bytes);
