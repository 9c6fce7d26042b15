namespace Herdbook.Catalog.Rows.Write;

/// <summary>Keeps an identity column's sequence ahead of numbers that requests gave.</summary>
public static class RowSequenceSql
{
    /// <summary>One mover at a time, for each sequence; then the largest number of the tenant, and the sequence's last one (0 before its first).</summary>
    public static string State(TableDeclaration table, ColumnDeclaration identity)
    {
        var sequence = Sequence(table, identity);
        return $"""
            with one as materialized (select pg_advisory_xact_lock({sequence}::oid::bigint))
            select coalesce((select max({Quote.Name(identity.Name)}) from {RowInsertSql.Target(table)}), 0)::bigint, coalesce(pg_sequence_last_value({sequence}), 0) from one
            """;
    }

    /// <summary>Takes $1 numbers off it: others may do the same meanwhile, and it never goes back.</summary>
    public static string Step(TableDeclaration table, ColumnDeclaration identity) =>
        $"select count(nextval({Sequence(table, identity)})) from generate_series(1, $1)";

    /// <summary>Sets it to $1.</summary>
    public static string Jump(TableDeclaration table, ColumnDeclaration identity) => $"select setval({Sequence(table, identity)}, $1)";

    private static string Sequence(TableDeclaration table, ColumnDeclaration identity) =>
        $"{Quote.Literal($"{Quote.Name(table.Module)}.{Quote.Name(Sequences.NameOf(table.Name, identity.Name))}")}::regclass";
}
