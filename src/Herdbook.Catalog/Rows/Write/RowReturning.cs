namespace Herdbook.Catalog.Rows.Write;

/// <summary>What a write gives back of each row that it wrote.</summary>
/// <param name="Query">The rows as this query shows them; null for their keys alone.</param>
public sealed record RowReturning(RowQuery? Query, RowFormat Format)
{
    /// <summary>Keys and versions.</summary>
    public static readonly RowReturning Keys = new(null, RowFormat.Json);

    /// <summary>Rows as the query shows them. Which rows, the write decides: filters and bounds of the query are not asked again.</summary>
    public static RowReturning Rows(RowQuery query, RowFormat format) =>
        new(query with { Where = null, Limit = null, Offset = 0, After = null, AsOf = null, Deleted = RowDeleted.Include }, format);
}
