using System.Globalization;

namespace Herdbook.Catalog;

/// <summary>Statements that say how many rows tables hold for the tenant of the connection, without reading large ones through.</summary>
public static class TableCounts
{
    /// <summary>
    /// One row with one column, an array: for each table, in order, its rows, but no more than <paramref name="bound"/> of each are read.
    /// What was deleted softly is not counted.
    /// </summary>
    public static string Bounded(IEnumerable<TableDeclaration> tables, int bound) =>
        $"select array[{string.Join(", ", tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"(select count(*) from (select from {From(table)} limit {bound}) t)")))}]::bigint[]";

    /// <summary>Answers with a plan as JSON, whose "Plan Rows" is what PostgreSQL's statistics say; it reads no row.</summary>
    public static string Estimated(TableDeclaration table) => $"explain (format json) select from {From(table)}";

    private static string From(TableDeclaration table) =>
        $"{Quote.Name(table.Module)}.{Quote.Name(table.Name)}{(table.Column("deleted_at") is null ? "" : " where deleted_at is null")}";
}
