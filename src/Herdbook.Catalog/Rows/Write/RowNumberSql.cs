namespace Herdbook.Catalog.Rows.Write;

/// <summary>Keeps a numbered column's sequence ahead of the numbers that requests gave themselves.</summary>
public static class RowNumberSql
{
    /// <summary>The largest number that a request may give: beyond it, JSON's readers lose count.</summary>
    public const long Most = (1L << 53) - 1;

    /// <summary>One mover at a time. Gives the tenant's largest number, and the sequence's last one (0 before its first).</summary>
    public static RowStatement State(TableDeclaration table, ColumnDeclaration numbered)
    {
        var sequence = DefaultSql.Sequence(table, numbered);
        return new SqlText().Add($"with one as materialized (select pg_advisory_xact_lock({sequence}::oid::bigint)) select coalesce((select max({Quote.Name(numbered.Name)}) from ")
            .Table(table).Add($"), 0)::bigint, coalesce(pg_sequence_last_value({sequence}), 0) from one").Done();
    }

    /// <summary>Takes numbers off it: others may do so meanwhile, and it never goes back.</summary>
    public static RowStatement Step(TableDeclaration table, ColumnDeclaration numbered, long numbers) =>
        new SqlText().Add($"select count(nextval({DefaultSql.Sequence(table, numbered)})) from generate_series(1, ").Value(Text(numbers), "bigint").Add(")").Done();

    /// <summary>Sets it to a number far beyond what others take meanwhile.</summary>
    public static RowStatement Jump(TableDeclaration table, ColumnDeclaration numbered, long number) =>
        new SqlText().Add($"select setval({DefaultSql.Sequence(table, numbered)}, ").Value(Text(number), "bigint").Add(")").Done();

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
