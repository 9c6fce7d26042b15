using Npgsql;

namespace Herdbook.Core.Tenancy;

/// <summary>A table that holds rows of tenants, as the database has it.</summary>
/// <param name="Target">Its name as SQL.</param>
/// <param name="Columns">Those that carry values of their own: no generated ones, and not the number of the transaction, which is the cluster's.</param>
/// <param name="Numbered">The columns that PostgreSQL numbers.</param>
internal sealed record TenantTable(string Name, string Target, IReadOnlyList<ArchiveColumn> Columns, IReadOnlyList<string> Numbered, IReadOnlySet<string> Parents)
{
    public const string Entries = "governance.audit_logs";
    public const string Leaves = "governance.audit_leaf";

    public string ColumnList => string.Join(", ", Columns.Select(column => $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}

/// <summary>Every table of tenants, whoever declared it, in an order in which rows can be inserted.</summary>
internal static class TenantTables
{
    private const string All = """
        select m.table_name,
               c.oid::regclass::text,
               array_agg(a.attname::text order by a.attnum),
               array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum),
               array_remove(array_agg(case when a.attidentity <> '' then a.attname::text end), null),
               (select coalesce(array_agg(distinct p.table_name), '{}')
                  from pg_constraint k
                  join catalog.manifest p on to_regclass(p.table_name) = k.confrelid
                 where k.contype = 'f' and k.conrelid = c.oid and k.confrelid <> c.oid)
          from catalog.manifest m
          join pg_class c on c.oid = to_regclass(m.table_name)
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> 'booked_xid'
         where c.relrowsecurity
         group by m.table_name, c.oid
         order by m.table_name
        """;

    public static async Task<IReadOnlyList<TenantTable>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var tables = new List<TenantTable>();
        await using (var command = new NpgsqlCommand(All, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (names, types) = (reader.GetFieldValue<string[]>(2), reader.GetFieldValue<string[]>(3));
                tables.Add(new TenantTable(
                    reader.GetString(0), reader.GetString(1), [.. names.Zip(types, (name, type) => new ArchiveColumn(name, type))],
                    reader.GetFieldValue<string[]>(4), Parents(reader.GetString(0), reader.GetFieldValue<string[]>(5))));
            }
        }

        return InOrder(tables);
    }

    /// <summary>The leaves tell which entries were sealed already, so they come before the entries.</summary>
    private static HashSet<string> Parents(string table, string[] referred) => [.. referred, .. table == TenantTable.Entries ? [TenantTable.Leaves] : Array.Empty<string>()];

    /// <summary>What is referred to comes first. Of tables that refer to one another the first by name does.</summary>
    private static List<TenantTable> InOrder(List<TenantTable> tables)
    {
        var ordered = new List<TenantTable>(tables.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var byName = tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var table in tables)
        {
            Visit(table);
        }

        return ordered;

        void Visit(TenantTable table)
        {
            if (!seen.Add(table.Name))
            {
                return;
            }

            foreach (var parent in table.Parents.Order(StringComparer.Ordinal))
            {
                if (byName.TryGetValue(parent, out var found))
                {
                    Visit(found);
                }
            }

            ordered.Add(table);
        }
    }
}
