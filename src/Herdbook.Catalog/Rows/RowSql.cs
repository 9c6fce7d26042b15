namespace Herdbook.Catalog.Rows;

/// <summary>What a select gives beside the row.</summary>
[Flags]
public enum RowExtras
{
    None = 0,

    /// <summary>A column <c>version</c>: the row's version as text, which changes with every change.</summary>
    Version = 1,

    /// <summary>A column <c>cursor</c>: an array of the texts that its place in the order depends on; see <see cref="RowCursor"/>.</summary>
    Cursor = 2,
}

/// <summary>
/// Statements over rows. Identifiers come from the declarations, values are parameters with a cast to their column's type: no text of a
/// request is in the SQL.
/// </summary>
public static partial class RowSql
{
    /// <summary>One row for each row asked for: <c>row</c>, or a text for each item, and then the extras.</summary>
    /// <exception cref="RowRefusalException">What is asked has no answer: two items of one name, a moment of a table without history.</exception>
    public static RowStatement Select(RowQuery query, RowFormat format, RowExtras extras = RowExtras.None)
    {
        var sql = new SqlText();
        new SelectSql(sql).Rows(query, format, extras, written: null);
        return sql.Done();
    }

    /// <summary>The number of rows that the query has without its limit, offset and cursor.</summary>
    public static RowStatement Count(RowQuery query)
    {
        var sql = new SqlText();
        if (query.Aggregates)
        {
            sql.Add("select count(*) from (");
            new SelectSql(sql).Rows(query with { Limit = null, Offset = 0, After = null, Order = [] }, RowFormat.Text, RowExtras.None, written: null);
            return sql.Add(") counted").Done();
        }

        var alias = sql.Alias();
        sql.Add("select count(*)").From(query, alias).Standing(query, alias);
        return EmbedSql.Conditions(sql, query, alias).Done();
    }

    /// <summary>What the planner expects that number to be: one row, the plan as JSON.</summary>
    public static RowStatement Plan(RowQuery query)
    {
        var sql = new SqlText();
        var alias = sql.Alias();
        sql.Add("explain (format json) select 1").From(query, alias).Standing(query, alias);
        return EmbedSql.Conditions(sql, query, alias).Done();
    }

    /// <summary>No row.</summary>
    public static RowStatement Nothing { get; } = new("select 1 where false", []);

    /// <summary>The names of what <see cref="RowFormat.Text"/> gives, in order.</summary>
    public static IReadOnlyList<string> Header(RowQuery query) => [.. new Page(query).Slots.Select(slot => slot.Item.Name)];

    /// <summary>Whether the filters name one key whole, so that there is one row at most.</summary>
    public static RowKey? KeyOf(RowQuery query) => SourceSql.KeyOf(query);
}
