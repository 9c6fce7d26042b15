using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;

namespace Herdbook.Core.Tables;

/// <summary>How many rows a query has, never at the price of a page's patience.</summary>
public sealed class RowCounts(Book book)
{
    /// <summary>How long counting may take: a filter that few of millions of rows meet, and no index serves, takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Up to <see cref="TableSizes.Bound"/> they are counted; beyond it, and where counting takes too long, PostgreSQL's statistics say about how many.
    /// Null where neither knows.
    /// </summary>
    /// <exception cref="RowRefusalException">The database refuses the query.</exception>
    public async Task<TableSize?> ReadAsync(Tenant tenant, RowQuery query, CancellationToken ct)
    {
        var counted = await CountedAsync(tenant, query, ct);
        if (counted is { } exact and <= TableSizes.Bound)
        {
            return new TableSize(exact, SizeBasis.Counted);
        }

        var planned = await CountAsync(tenant, RowSql.Plan(query), RowReader.PageLimit, ct);
        return planned > TableSizes.Bound ? new TableSize(planned, SizeBasis.Estimated)
            : counted is null ? null
            : new TableSize(TableSizes.Bound, SizeBasis.AtLeast);
    }

    /// <summary>No more than one above the bound; null where it took too long.</summary>
    private async Task<long?> CountedAsync(Tenant tenant, RowQuery query, CancellationToken ct)
    {
        try
        {
            return await CountAsync(tenant, RowSql.CountUpTo(query, TableSizes.Bound + 1), Patience, ct);
        }
        catch (RowRefusalException e) when (e.Code == "statement_timeout")
        {
            return null;
        }
    }

    private async Task<long> CountAsync(Tenant tenant, RowStatement counting, TimeSpan limit, CancellationToken ct)
    {
        await using var answer = await RowAnswer.OpenAsync(book, tenant, RowSql.Nothing, counting, RowExtras.None, limit, ct);
        return answer.Count!.Value;
    }
}
