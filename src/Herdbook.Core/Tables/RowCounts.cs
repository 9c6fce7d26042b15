using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;

namespace Herdbook.Core.Tables;

/// <summary>How many rows a query has, never at the price of reading them all.</summary>
public sealed class RowCounts(Book book)
{
    /// <summary>Up to <see cref="TableSizes.Bound"/> they are counted; beyond it PostgreSQL's statistics say about how many. A view of more is not estimated.</summary>
    /// <exception cref="RowRefusalException">The database refuses the query.</exception>
    public async Task<TableSize> ReadAsync(Tenant tenant, RowQuery query, CancellationToken ct)
    {
        var counted = await CountAsync(tenant, RowSql.CountUpTo(query, TableSizes.Bound + 1), ct);
        if (counted <= TableSizes.Bound)
        {
            return new TableSize(counted, SizeBasis.Counted);
        }

        var planned = query.Table.Kind == TableKind.View ? 0 : await CountAsync(tenant, RowSql.Plan(query), ct);
        return planned > TableSizes.Bound ? new TableSize(planned, SizeBasis.Estimated) : new TableSize(TableSizes.Bound, SizeBasis.AtLeast);
    }

    private async Task<long> CountAsync(Tenant tenant, RowStatement counting, CancellationToken ct)
    {
        await using var answer = await RowAnswer.OpenAsync(book, tenant, RowSql.Nothing, counting, RowExtras.None, RowReader.PageLimit, ct);
        return answer.Count!.Value;
    }
}
