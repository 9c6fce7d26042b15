namespace Herdbook.Catalog.Rows.Write;

/// <summary>What a write gives back of each row that it wrote.</summary>
/// <param name="Query">The rows as this query shows them; null for their keys alone.</param>
public sealed record RowReturning(RowQuery? Query, RowFormat Format)
{
    /// <summary>Keys and versions.</summary>
    public static readonly RowReturning Keys = new(null, RowFormat.Json);

    /// <summary>Rows as the query shows them. Which rows, the write decides: filters and bounds of the query are not asked again.</summary>
    /// <exception cref="RowRefusalException">`aggregate_on_write`.</exception>
    public static RowReturning Rows(RowQuery query, RowFormat format) => query.Aggregates
        ? throw new RowRefusalException("aggregate_on_write", "Rows that are written come back as they are, not summed up. Nothing was changed.") { Rule = "select", Remedy = "Select columns; ask for figures in a request of its own." }
        : new(query with { Select = [.. query.Select.Select(Kept)], Where = null, Limit = null, Offset = 0, After = null, AsOf = null, Deleted = RowDeleted.Include }, format);

    /// <summary>Every row that was written comes back, also one without the related rows.</summary>
    private static RowItem Kept(RowItem item) => item is RowEmbed { Inner: true } inner ? inner with { Inner = false } : item;
}
