namespace Herdbook.Catalog.Rows.Write;

/// <summary>What is done to rows.</summary>
public enum RowVerb
{
    Insert,

    /// <summary>Insert, or change the row that stands.</summary>
    Merge,

    Update,

    /// <summary>Sets deleted_at; nothing is ever removed.</summary>
    Delete,
}
