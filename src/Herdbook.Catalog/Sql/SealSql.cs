using System.Globalization;

namespace Herdbook.Catalog;

/// <summary>
/// Compares the rows of a sealed table with what stands in catalog.row_seal. The statements call functions of pg_catalog alone, so whoever
/// replaced one of the catalog's own changes nothing in what they find.
/// </summary>
public static class SealSql
{
    /// <summary>Every table whose rows are sealed.</summary>
    public static IEnumerable<TableDeclaration> Tables(CatalogSet catalog) => catalog.Tables.Where(SealDdl.IsSealed);

    /// <summary>
    /// The live names of a seal's columns: the same, or what they were renamed to. Null where one of them is no more, so that the hash cannot be
    /// computed any more.
    /// </summary>
    public static IReadOnlyList<string>? Live(TableDeclaration table, IEnumerable<string> columns)
    {
        var live = new List<string>();
        foreach (var name in columns)
        {
            var column = table.Column(name) ?? table.AllColumns.FirstOrDefault(column => column.Was == name);
            if (column is null)
            {
                return null;
            }

            live.Add(column.Name);
        }

        return live;
    }

    /// <summary>
    /// Every row that is not as it was sealed: key, entry, seal, whether the row is gone, whether it has no seal. $1 are the names of the table,
    /// $2 the time since when, and from $3 on the columns of each variant as the seals have them.
    /// </summary>
    /// <param name="variants">For each set of columns that seals have: their live names.</param>
    public static string Compare(TableDeclaration table, IReadOnlyList<IReadOnlyList<string>> variants)
    {
        var whens = string.Concat(variants.Select((_, i) => $" when q.columns = ${Number(i + 3)}::text[] then {Number(i + 1)}"));
        var variant = variants.Count == 0 ? "null::integer" : $"case{whens} end";
        var hashes = variants.Count == 0 ? "array[]::bytea[]" : $"array[{string.Join(", ", variants.Select(Hash))}]";
        return $"""
            select coalesce(s.key, r.key), s.entry_id, s.booking_id, r.key is null, s.key is null
              from (select k.key, q.entry_id, q.booking_id, q.booked_at, substring(q.hashes from (k.place::integer - 1) * 32 + 1 for 32) as hash, {variant} as variant
                      from {Quote.Name(DesiredSchema.CatalogModule)}.row_seal q
                     cross join lateral unnest(q.keys) with ordinality k (key, place)
                     where q.tenant_id = current_setting('herdbook.tenant') and q.table_name = any ($1)) s
              full join (select {Key(table)} as key, {hashes} as hashes, r.booked_at
                           from {Target(table)} r
                          where r.tenant_id = current_setting('herdbook.tenant')) r on r.key = s.key
             where (r.key is null or s.key is null or (s.variant is not null and r.hashes[s.variant] is distinct from s.hash))
               and ($2::timestamptz is null or s.booked_at >= $2 or r.booked_at >= $2)
            """;
    }

    /// <summary>Every key that more than one row has.</summary>
    public static string Twice(TableDeclaration table) => $"""
        select {Key(table)}, count(*)
          from {Target(table)} r
         where r.tenant_id = current_setting('herdbook.tenant')
         group by 1
        having count(*) > 1
        """;

    private static string Target(TableDeclaration table) => $"{Quote.Name(table.Module)}.{Quote.Name(table.Name)}";

    private static string Hash(IReadOnlyList<string> columns) =>
        $"sha256(convert_to(row({string.Join(", ", columns.Select(name => $"r.{Quote.Name(name)}"))})::text, 'UTF8'))";

    /// <summary>As catalog.row_key writes it, without asking catalog.row_key.</summary>
    private static string Key(TableDeclaration table) => table.Key is [var only]
        ? $"r.{Quote.Name(only)}::text"
        : $"array_to_json(array[{string.Join(", ", table.Key.Select(name => $"r.{Quote.Name(name)}::text"))}])::text";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
