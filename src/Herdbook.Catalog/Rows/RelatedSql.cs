using System.Globalization;

namespace Herdbook.Catalog.Rows;

/// <summary>A row that another one names.</summary>
/// <param name="Column">By what: the key, or another unique column.</param>
public sealed record RelatedRow(TableDeclaration Table, string Column, string Value);

/// <summary>Rows that name another one.</summary>
/// <param name="Terms">Columns with the texts that they must have; where there are several texts, any of them.</param>
/// <param name="Shown">The columns to show of the first rows.</param>
public sealed record RelatedRows(TableDeclaration Table, IReadOnlyList<(string Column, IReadOnlyList<string> Values)> Terms, IReadOnlyList<string> Shown);

/// <summary>Statements for what stands around a row: the rows that it names, and those that name it. Many tables in one statement.</summary>
public static class RelatedSql
{
    /// <summary>Related rows are counted up to here.</summary>
    public const int MostCounted = 1_000;

    /// <summary>A table with more rows than that is not looked through for a link that no index serves.</summary>
    private const int MostUnindexed = 200_000;

    /// <summary>For each that is there a line: its number in the list, its key as an array, its title, whether it was deleted.</summary>
    /// <exception cref="RowRefusalException">`value_invalid`: a value is none of its column's type.</exception>
    public static RowStatement Titles(IReadOnlyList<RelatedRow> rows)
    {
        var sql = new SqlText();
        for (var n = 0; n < rows.Count; n++)
        {
            var (table, column, value) = rows[n];
            sql.Add(n == 0 ? "(" : " union all (").Add($"select {Number(n)} as n, {Keys(table)} as key, {Title(table, "t")} as title, ")
                .Add(RowColumns.Of(table).DeletedAt is { } deleted ? $"t.{Quote.Name(deleted.Name)} is not null" : "false").Add(" as gone from ")
                .Table(table).Add($" t where t.{Quote.Name(column)} = ").Value(value, RowTypes.Operand(table.Column(column)!.Type)).Add(" limit 1)");
        }

        return sql.Done();
    }

    /// <summary>The titles of the first rows that a text is the beginning, or a part, of: for a field that names one.</summary>
    public static RowStatement Choices(TableDeclaration table, string column, string text, int most)
    {
        var sql = new SqlText();
        sql.Add($"select t.{Quote.Name(column)}::text as value, {Title(table, "t")} as title from ").Table(table).Add(" t where ");
        sql.Add(RowColumns.Of(table).DeletedAt is { } deleted ? $"t.{Quote.Name(deleted.Name)} is null" : "true");
        if (text.Length > 0)
        {
            var pattern = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
            sql.Add($" and (t.{Quote.Name(column)}::text ilike ").Value(pattern + "%", "text").Add($" or {Title(table, "t")} ilike ").Value($"%{pattern}%", "text").Add(")");
        }

        return sql.Add($" order by t.{Quote.Name(column)} limit ").Value(most.ToString(CultureInfo.InvariantCulture), "bigint").Done();
    }

    /// <summary>
    /// For each a line: its number, the first rows as a JSON array, and how many there are, counted up to <see cref="MostCounted"/> and one more;
    /// both null where the table is long and no index serves the link.
    /// </summary>
    public static RowStatement Naming(IReadOnlyList<RelatedRows> links, int most)
    {
        var sql = new SqlText();
        for (var n = 0; n < links.Count; n++)
        {
            var link = links[n];
            var isBounded = IsIndexed(link.Table, link.Terms[0].Column);
            var guard = isBounded ? "" : $"case when (select max(c.reltuples) > {Number(MostUnindexed)} from pg_catalog.pg_class c where c.oid = to_regclass({Quote.Literal($"{Quote.Name(link.Table.Module)}.{Quote.Name(link.Table.Name)}")})) then null else ";
            var end = isBounded ? "" : " end";
            sql.Add(n == 0 ? "" : " union all ").Add($"select {Number(n)} as n, {guard}(select json_agg(f.row) from (select json_build_object(")
                .Add(string.Join(", ", link.Shown.Select(name => $"{Quote.Literal(name)}, t.{Quote.Name(name)}"))).Add(") as row from ").Table(link.Table).Add(" t where ");
            Matching(sql, link).Add($" order by {string.Join(", ", link.Table.Key.Select(name => $"t.{Quote.Name(name)}{(link.Table.Kind == TableKind.Ledger ? " desc" : "")}"))} limit {Number(most)}) f){end} as rows, ")
                .Add($"{guard}(select count(*) from (select from ").Table(link.Table).Add(" t where ");
            Matching(sql, link).Add($" limit {Number(MostCounted + 1)}) c){end} as found");
        }

        return sql.Done();
    }

    /// <summary>Whether a text can be a value of the column: one that cannot names no row.</summary>
    public static bool Fits(ColumnDeclaration column, string text)
    {
        try
        {
            RowTypes.CheckValue(RowPath.Of(column), RowTypes.Operand(column.Type), text);
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (RowRefusalException)
        {
            return false;
        }
    }

    /// <summary>The text that a row is called by.</summary>
    internal static string Title(TableDeclaration table, string alias)
    {
        var name = table.Display?.Title is { } title && table.Column(title) is { Secret: false } ? title : table.Key[^1];
        return $"left({alias}.{Quote.Name(name)}::text, 300)";
    }

    private static SqlText Matching(SqlText sql, RelatedRows link)
    {
        for (var i = 0; i < link.Terms.Count; i++)
        {
            var (column, values) = link.Terms[i];
            var type = RowTypes.Operand(link.Table.Column(column)!.Type);
            sql.Add(i == 0 ? "" : " and ").Add($"t.{Quote.Name(column)} = ");
            _ = values.Count == 1 ? sql.Value(values[0], type) : sql.Add("any(").Value(ArrayText.Write(values), type + "[]").Add(")");
        }

        return RowColumns.Of(link.Table).DeletedAt is { } deleted ? sql.Add($" and t.{Quote.Name(deleted.Name)} is null") : sql;
    }

    private static bool IsIndexed(TableDeclaration table, string column) =>
        table.Key[0] == column
        || table.Column(column) is { Refers.Enforced: true }
        || table.Indexes.Concat(table.Unique).Any(index => index is { Where: null, Using: "btree" } && index.Columns is [var first, ..] && first == column);

    private static string Keys(TableDeclaration table) => $"array[{string.Join(", ", table.Key.Select(name => $"t.{Quote.Name(name)}::text"))}]";

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
