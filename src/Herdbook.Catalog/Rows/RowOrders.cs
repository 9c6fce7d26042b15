namespace Herdbook.Catalog.Rows;

/// <summary>The order that rows come in.</summary>
internal static class RowOrders
{
    /// <summary>
    /// What was asked, then the key's columns that it leaves out, in the direction of the last term: total, so that pages neither overlap nor
    /// leave a row out, and one index can serve it.
    /// </summary>
    public static IReadOnlyList<RowOrder> Total(RowQuery query)
    {
        if (query.Aggregates)
        {
            return query.Order;
        }

        var down = query.Order.Count > 0 && query.Order[^1].Descending;
        return
        [
            .. query.Order,
            .. RowColumns.Of(query.Table).Key
                .Where(column => !query.Order.Any(term => term is { Through: null, Path.Steps.Count: 0 } && term.Path.Column.Name == column.Name))
                .Select(column => new RowOrder(RowPath.Of(column), null, down, null)),
        ];
    }
}
