namespace Herdbook.Catalog.Rows;

/// <summary>What is asked of one table's rows. Every column and table in it is the catalog's own declaration, never a word of the request.</summary>
public sealed record RowQuery
{
    public required TableDeclaration Table { get; init; }

    /// <summary>What a row shows, in order. Empty shows nothing, as an embed for a filter alone does.</summary>
    public required IReadOnlyList<RowItem> Select { get; init; }

    public RowCondition? Where { get; init; }

    /// <summary>As asked; <see cref="RowSql"/> lets the key follow, so that the order is total.</summary>
    public IReadOnlyList<RowOrder> Order { get; init; } = [];

    /// <summary>The most rows; null for all of them.</summary>
    public long? Limit { get; init; }

    public long Offset { get; init; }

    /// <summary>Rows as they were then.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public RowDeleted Deleted { get; init; }

    /// <summary>Only rows that come after the one of this cursor; empty for the first page of those that are continued by cursors.</summary>
    public string? After { get; init; }

    /// <summary>The items of the answer: an embed of no columns is there to be filtered by, and does not stand in it.</summary>
    internal IEnumerable<RowItem> Shown => Select.Where(item => item is not RowEmbed { Spread: false, Query.Select.Count: 0 });

    /// <summary>The embeds among the items.</summary>
    public IEnumerable<RowEmbed> Embeds => Select.OfType<RowEmbed>();

    /// <summary>Whether a row shows figures over several rows of the table.</summary>
    public bool Aggregates => Select.Any(item => item is RowAggregate || (item is RowEmbed { Spread: true } spread && spread.Query.Aggregates));

    /// <summary>Every readable column of the row with this key, and nothing else.</summary>
    public static RowQuery ByKey(TableDeclaration table, RowKey key) => All(table) with
    {
        Where = key.Condition(table),
        Limit = 2,
    };

    /// <summary>Every readable column of every row that is not deleted.</summary>
    public static RowQuery All(TableDeclaration table) => new()
    {
        Table = table,
        Select = [.. RowColumns.Of(table).Readable.Select(RowField.Of)],
    };
}

/// <summary>Which rows of an entity or a junction are read.</summary>
public enum RowDeleted
{
    /// <summary>Those that stand.</summary>
    Exclude,

    /// <summary>Those that stand and those that were deleted.</summary>
    Include,

    /// <summary>Those that were deleted.</summary>
    Only,
}

/// <summary>One thing that a row shows.</summary>
/// <param name="Name">Its name in the answer.</param>
public abstract record RowItem(string Name);

/// <summary>A column, or a place in its JSON.</summary>
/// <param name="Cast">The SQL type that it is shown as; one of a fixed list.</param>
public sealed record RowField(string Name, RowPath Path, string? Cast) : RowItem(Name)
{
    public static RowField Of(ColumnDeclaration column) => new(column.Name, RowPath.Of(column), null);
}

/// <summary>A figure over the rows that agree in every plain item.</summary>
/// <param name="Path">Null for a count of rows.</param>
/// <param name="Cast">Of the value before it is summed up.</param>
/// <param name="ResultCast">Of the figure.</param>
public sealed record RowAggregate(string Name, RowFunction Function, RowPath? Path, string? Cast, string? ResultCast) : RowItem(Name);

public enum RowFunction
{
    Count,
    Sum,
    Avg,
    Min,
    Max,
}

/// <summary>Rows of a related table, as an object (one) or an array (many).</summary>
/// <param name="Query">Its table, items, filters, order and bounds.</param>
/// <param name="Inner">A row without any of them is left out.</param>
/// <param name="Spread">The items stand in the row itself instead of in an object.</param>
public sealed record RowEmbed(string Name, RowLink Link, RowQuery Query, bool Inner, bool Spread) : RowItem(Name);

/// <summary>A column, and the way into its JSON.</summary>
public sealed record RowPath(ColumnDeclaration Column, IReadOnlyList<RowStep> Steps)
{
    public static RowPath Of(ColumnDeclaration column) => new(column, []);
}

/// <summary>A member's name or an array's index.</summary>
/// <param name="AsText">The value as text (<c>->></c>) instead of as JSON.</param>
public readonly record struct RowStep(string Key, bool IsIndex, bool AsText);

/// <summary>What a row must meet. SQL's three-valued logic holds: a condition over null is neither true nor false.</summary>
public abstract record RowCondition;

/// <summary>All of the terms, or any of them. No term at all is true for all, false for any.</summary>
public sealed record RowLogic(bool Any, IReadOnlyList<RowCondition> Terms) : RowCondition
{
    /// <summary>One condition of several; null when there is none.</summary>
    public static RowCondition? All(IReadOnlyList<RowCondition> terms) => terms.Count switch
    {
        0 => null,
        1 => terms[0],
        _ => new RowLogic(false, terms),
    };
}

public sealed record RowNot(RowCondition Term) : RowCondition;

/// <summary>A comparison of one column.</summary>
/// <param name="Value">The operand's text; for <see cref="RowOperator.Is"/> one of null, not_null, true, false, unknown.</param>
public sealed record RowFilter(RowPath Path, RowOperator Operator, string Value) : RowCondition
{
    /// <summary>The operands of <see cref="RowOperator.In"/>, and of a comparison with any or all.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public RowQuantifier Quantifier { get; init; }

    /// <summary>The text search configuration.</summary>
    public string? Configuration { get; init; }
}

/// <summary>Whether the embed of that name has any row.</summary>
public sealed record RowEmbedExists(string Embed) : RowCondition;

public enum RowQuantifier
{
    None,
    Any,
    All,
}

/// <summary>One term of an order.</summary>
/// <param name="Through">The to-one embed whose column it is, by its name in the answer; null for the table's own.</param>
/// <param name="NullsFirst">Null for the default: last when ascending, first when descending.</param>
public sealed record RowOrder(RowPath Path, string? Through, bool Descending, bool? NullsFirst)
{
    /// <summary>Whether nulls come before values.</summary>
    public bool PutsNullsFirst => NullsFirst ?? Descending;
}
