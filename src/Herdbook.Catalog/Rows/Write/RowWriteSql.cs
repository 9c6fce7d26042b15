namespace Herdbook.Catalog.Rows.Write;

/// <summary>
/// Statements that write rows. Values come as one parameter, $1: a JSON array of objects for an insert, one object for an update. PostgreSQL
/// reads each value by its column's own type, so that what an export writes comes in again as it was.
/// <para>
/// Each gives a line for each row written: with <see cref="RowReturning.Keys"/> the key as a text array, else the row; and then its version,
/// which ends in a plus when the row is new.
/// </para>
/// </summary>
public static class RowWriteSql
{
    private const string Body = "json";

    /// <param name="columns">Those to write, each once, in any order; none for rows of nothing but defaults.</param>
    /// <param name="returning">Null gives no lines: only their number is known.</param>
    /// <exception cref="RowRefusalException">`on_conflict_unknown`.</exception>
    public static RowStatement Insert(TableDeclaration table, IReadOnlyList<ColumnDeclaration> columns, RowInsertOptions options, RowReturning? returning)
    {
        var sql = new SqlText();
        sql.Add(returning is null ? "" : "with written as (").Add("insert into ").Table(table).Add($" as t ({Names(columns.Count == 0 ? [table.Column(ImplicitColumns.Tenant)!] : columns)}) ");
        sql.Add(columns.Any(column => column.Identity) ? "overriding system value " : "");
        Source(sql, table, columns, options.Missing);
        sql.Add(ConflictSql.Of(table, columns, options));
        return Closing(sql, table, returning);
    }

    /// <summary>Changes the rows of a query, at most so many and one more, which says that there are too many.</summary>
    public static RowStatement Update(RowQuery query, IReadOnlyList<ColumnDeclaration> columns, long most, RowReturning? returning)
    {
        var sql = new SqlText();
        var set = string.Join(", ", columns.Select(column => $"{Quote.Name(column.Name)} = b.{Quote.Name(column.Name)}"));
        Change(sql, query, most, set, () => sql.Add(", json_populate_record(null::").Table(query.Table).Add(", ").Value(null, Body).Add(") b"), returning);
        return Closing(sql, query.Table, returning);
    }

    /// <summary>Sets deleted_at of the rows of a query, at most so many and one more.</summary>
    public static RowStatement Delete(RowQuery query, long most, RowReturning? returning)
    {
        var sql = new SqlText();
        Change(sql, query, most, "\"deleted_at\" = now()", null, returning);
        return Closing(sql, query.Table, returning);
    }

    /// <summary>Locks the query's rows, two at most: keys as a text array, and their versions as they are once they are locked.</summary>
    public static RowStatement Lock(RowQuery query)
    {
        var sql = new SqlText();
        var alias = sql.Alias();
        sql.Add($"select array[{string.Join(", ", query.Table.Key.Select(name => $"{alias}.{Quote.Name(name)}::text"))}], {alias}.xmin::text");
        sql.From(query, alias).Standing(query, alias);
        return EmbedSql.Conditions(sql, query, alias).Add($" limit 2 for update of {alias}").Done();
    }

    /// <summary>Has PostgreSQL read $1, one object, as the table's values. Fails as a write of it would.</summary>
    public static RowStatement Reading(TableDeclaration table)
    {
        var sql = new SqlText();
        return sql.Add("select json_populate_record(null::").Table(table).Add(", ").Value(null, Body).Add(") is null").Done();
    }

    /// <summary>The rows are found, locked and then changed: what another request changed meanwhile is looked at anew before it is.</summary>
    private static void Change(SqlText sql, RowQuery query, long most, string set, Action? from, RowReturning? returning)
    {
        var table = query.Table;
        string[] key = table.Isolated ? [ImplicitColumns.Tenant, .. table.Key] : [.. table.Key];
        var alias = sql.Alias();
        sql.Add($"with found as materialized (select {string.Join(", ", key.Select(name => $"{alias}.{Quote.Name(name)}"))}").From(query, alias).Standing(query, alias);
        EmbedSql.Conditions(sql, query, alias);
        sql.Add(" limit ").Value((most + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), "bigint").Add($" for update of {alias}){(returning is null ? " " : ", written as (")}update ").Table(table).Add($" as t set {set} from found f");
        from?.Invoke();
        sql.Add($" where {string.Join(" and ", key.Select(name => $"t.{Quote.Name(name)} = f.{Quote.Name(name)}"))}");
    }

    private static RowStatement Closing(SqlText sql, TableDeclaration table, RowReturning? returning)
    {
        const string Version = "t.xmin::text || case when t.xmax = 0 then '+' else '' end";
        switch (returning)
        {
            case null:
                break;
            case { Query: null }:
                sql.Add($" returning array[{string.Join(", ", table.Key.Select(name => $"t.{Quote.Name(name)}::text"))}] as key, {Version} as version) select key, version from written");
                break;
            default:
                // The select asks the table's xmin for the version: here it finds this one.
                sql.Add($" returning t.*, {Version} as xmin) ");
                new SelectSql(sql).Rows(returning.Query, returning.Format, RowExtras.Version, "written");
                break;
        }

        return sql.Done();
    }

    private static void Source(SqlText sql, TableDeclaration table, IReadOnlyList<ColumnDeclaration> columns, RowMissing missing)
    {
        if (columns.Count == 0)
        {
            sql.Add($"select {DefaultSql.Of(table, table.Column(ImplicitColumns.Tenant)!)} from json_array_elements(").Value(null, Body).Add(")");
        }
        else if (missing != RowMissing.Default || !columns.Any(column => column.Default is not null || column.Identity))
        {
            sql.Add($"select {Names(columns)} from json_populate_recordset(null::").Table(table).Add(", ").Value(null, Body).Add(")");
        }
        else
        {
            var values = columns.Select(column => column.Default is null && !column.Identity
                ? $"r.{Quote.Name(column.Name)}"
                : $"case when (e.j -> {Quote.Literal(column.Name)}) is null then {DefaultSql.Of(table, column)} else r.{Quote.Name(column.Name)} end");
            sql.Add($"select {string.Join(", ", values)} from json_array_elements(").Value(null, Body).Add(") with ordinality as e(j, n), json_populate_record(null::")
                .Table(table).Add(", e.j) as r order by e.n");
        }
    }

    private static string Names(IReadOnlyList<ColumnDeclaration> columns) => Quote.Names(columns.Select(column => column.Name));
}
