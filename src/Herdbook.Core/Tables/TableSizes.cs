using System.Text.Json;
using Herdbook.Catalog;
using Npgsql;

namespace Herdbook.Core.Tables;

/// <summary>On what a size rests.</summary>
public enum SizeBasis
{
    Counted,

    /// <summary>PostgreSQL's statistics say so; a page says "about".</summary>
    Estimated,

    /// <summary>As many were counted and there are more; the statistics know nothing better. A page says "over".</summary>
    AtLeast,
}

/// <summary>How many rows a tenant has in a table.</summary>
public sealed record TableSize(long Rows, SizeBasis Basis);

/// <summary>Sizes of many tables at once: small ones are counted, large ones estimated.</summary>
public sealed class TableSizes(Book book)
{
    /// <summary>Up to here rows are counted.</summary>
    public const int Bound = 10_000;

    /// <summary>Tables of one statement: it holds a lock on each while it runs.</summary>
    private const int Batch = 60;

    /// <summary>The sizes by full name. Views have none: each would have to be computed.</summary>
    public async Task<IReadOnlyDictionary<string, TableSize>> ReadAsync(Tenant tenant, IEnumerable<TableDeclaration> tables, CancellationToken ct)
    {
        var sizes = new Dictionary<string, TableSize>(StringComparer.Ordinal);
        foreach (var batch in tables.Where(table => table.Kind != TableKind.View).Chunk(Batch))
        {
            await book.ReadAsync(tenant, (connection, token) => AddAsync(sizes, batch, connection, token), ct);
        }

        return sizes;
    }

    private static async Task<int> AddAsync(Dictionary<string, TableSize> sizes, TableDeclaration[] batch, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var counting = new NpgsqlCommand(TableCounts.Bounded(batch, Bound + 1), connection);
        var counts = (long[])(await counting.ExecuteScalarAsync(ct))!;
        foreach (var (table, count) in batch.Zip(counts))
        {
            sizes[table.FullName] = count <= Bound ? new TableSize(count, SizeBasis.Counted) : await EstimateAsync(table, connection, ct);
        }

        return batch.Length;
    }

    private static async Task<TableSize> EstimateAsync(TableDeclaration table, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var explaining = new NpgsqlCommand(TableCounts.Estimated(table), connection);
        using var plan = JsonDocument.Parse((string)(await explaining.ExecuteScalarAsync(ct))!);
        var rows = plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
        return rows > Bound ? new TableSize((long)Math.Min(rows, long.MaxValue / 2), SizeBasis.Estimated) : new TableSize(Bound, SizeBasis.AtLeast);
    }
}
