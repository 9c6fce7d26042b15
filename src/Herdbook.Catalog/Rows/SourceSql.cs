namespace Herdbook.Catalog.Rows;

/// <summary>Where rows come from: the table, or for a moment past its history.</summary>
internal static class SourceSql
{
    private const string HistoryTable = "catalog.history";

    /// <summary><c>from</c>, and <c>where</c> with what the kind and the moment ask for; further terms follow after <c>and</c>.</summary>
    /// <param name="written">A name of ours for rows that were just written and stand in for the table.</param>
    public static SqlText From(this SqlText sql, RowQuery query, string alias, string? written = null)
    {
        if (written is not null)
        {
            return sql.Add($" from {written} {alias}");
        }

        if (query.AsOf is not { } moment || !IsBookedByHistory(query.Table))
        {
            return sql.Add(" from ").Table(query.Table).Add($" {alias}");
        }

        sql.Add(" from (select ").Add(Renamed(query.Table)).Add("h.after as after from (select distinct on (row_key) after from catalog.history where table_name in (");
        foreach (var (i, name) in query.Table.Names.Index())
        {
            sql.Add(i == 0 ? "" : ", ").Value(name, "text");
        }

        sql.Add(") and changed_at <= ").Value(Instant(moment), "timestamp with time zone");
        if (KeyOf(query) is { } key)
        {
            sql.Add(" and row_key = ").Value(key.Text, "text");
        }

        return sql.Add(" order by row_key, booking_id desc) h where h.after is not null) h cross join lateral jsonb_populate_record(null::")
            .Table(query.Table).Add($", h.after{Unmasked(query.Table)}) {alias}");
    }

    /// <summary>A column that was renamed stands in older history under its former name; where the present one is there too, that one counts.</summary>
    private static string Renamed(TableDeclaration table)
    {
        var pairs = table.Columns.Where(column => column.Was is not null).Select(column => $"{Quote.Literal(column.Name)}, h.after -> {Quote.Literal(column.Was!)}").ToList();
        return pairs.Count == 0 ? "" : $"jsonb_build_object({string.Join(", ", pairs)}) || ";
    }

    /// <summary>What stands in history for a secret is no value of its type.</summary>
    private static string Unmasked(TableDeclaration table) =>
        string.Concat(table.AllColumns.Where(column => column.Secret).Select(column => $" - {Quote.Literal(column.Name)}"));

    /// <summary>What every row must meet, whatever was asked. Always writes a term.</summary>
    /// <param name="written">Whether they are rows just written, which are shown whatever became of them.</param>
    public static SqlText Standing(this SqlText sql, RowQuery query, string alias, bool written = false)
    {
        sql.Add(" where ");
        if (written)
        {
            return sql.Add("true");
        }

        var deleted = RowColumns.Of(query.Table).DeletedAt;
        switch (query.Deleted)
        {
            case RowDeleted.Exclude when deleted is not null:
                sql.Column(alias, deleted.Name).Add(" is null");
                break;
            case RowDeleted.Only when deleted is not null:
                sql.Column(alias, deleted.Name).Add(" is not null");
                break;
            case RowDeleted.Only:
                sql.Add("false");
                break;
            default:
                sql.Add("true");
                break;
        }

        if (query.AsOf is { } moment && !IsBookedByHistory(query.Table))
        {
            sql.Add(" and ").Column(alias, BookedColumn(query.Table)).Add(" <= ").Value(Instant(moment), "timestamp with time zone");
        }

        return sql;
    }

    /// <summary>The key that a query's filters name whole, each column once and by equality; null when they do not.</summary>
    public static RowKey? KeyOf(RowQuery query)
    {
        IReadOnlyList<RowCondition> terms = query.Where switch
        {
            RowLogic { Any: false } all => all.Terms,
            { } one => [one],
            null => [],
        };
        var values = query.Table.Key.Select(name => terms.OfType<RowFilter>().FirstOrDefault(filter =>
            filter is { Operator: RowOperator.Eq, Quantifier: RowQuantifier.None, Path.Steps.Count: 0 } && filter.Path.Column.Name == name)?.Value).ToList();
        return values.Contains(null) ? null : new RowKey([.. values.OfType<string>()]);
    }

    private static bool IsBookedByHistory(TableDeclaration table) => table is { Kind: TableKind.Entity or TableKind.Junction, History: true };

    private static string BookedColumn(TableDeclaration table) => table.Kind switch
    {
        TableKind.Ledger => ImplicitColumns.BookedAt,
        TableKind.Version when table.Column("created_at") is { } created => created.Name,
        _ => throw new RowRefusalException("as_of_unsupported", $"{table.FullName} keeps no history: it is a {table.Kind.ToString().ToLowerInvariant()}.")
        {
            Rule = "as_of",
            Details = $"History is in {HistoryTable} for entities and junctions; ledgers and versions know when they were booked.",
            Remedy = "Leave out as_of.",
        },
    };

    private static string Instant(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
