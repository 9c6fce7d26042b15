using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Build;

/// <summary>What fills the tables of bronze in a file.</summary>
public interface IBronze
{
    /// <summary>Brings what was booked since the last time; everything, of a file that has none yet.</summary>
    Task<BronzeChange> FillAsync(DuckDbConnection target, CancellationToken ct);
}

/// <summary>What came into bronze.</summary>
/// <param name="Rows">Rows of each table that got some, as `module.table`.</param>
public sealed record BronzeChange(IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>Tables whose rows are all new: what was made of the former ones is made again.</summary>
    public IReadOnlySet<string> Replaced { get; init; } = new HashSet<string>();

    public long Total => Rows.Values.Sum();
}
