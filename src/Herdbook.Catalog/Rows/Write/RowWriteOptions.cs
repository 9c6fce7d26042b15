namespace Herdbook.Catalog.Rows.Write;

/// <summary>What becomes of a row that gives no value for a column that others give.</summary>
public enum RowMissing
{
    /// <summary>Not said: every row must give the same columns.</summary>
    Unsaid,

    /// <summary>Null.</summary>
    Null,

    /// <summary>The column's default.</summary>
    Default,
}

/// <summary>What becomes of a row whose key, or whose <c>on_conflict</c> columns, stand already.</summary>
public enum RowResolution
{
    /// <summary>The whole request is refused.</summary>
    Refuse,

    /// <summary>The standing row takes the values that are given; a deleted one stands again.</summary>
    Merge,

    /// <summary>The standing row stays as it is.</summary>
    Ignore,
}

/// <summary>How rows are inserted.</summary>
public sealed record RowInsertOptions
{
    public static readonly RowInsertOptions Plain = new();

    /// <summary>The columns to write; other members of a row are passed over. Null for those that the rows give.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether columns that only the database fills are passed over instead of refused: an export has them.</summary>
    public bool PassOver { get; init; }

    public RowMissing Missing { get; init; }

    public RowResolution Resolution { get; init; }

    /// <summary>The columns of the unique rule that <see cref="Resolution"/> is about; null for the key.</summary>
    public IReadOnlyList<string>? OnConflict { get; init; }
}
