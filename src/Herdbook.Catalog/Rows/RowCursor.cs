namespace Herdbook.Catalog.Rows;

/// <summary>A place in an order, opaque to whoever carries it.</summary>
public static class RowCursor
{
}
