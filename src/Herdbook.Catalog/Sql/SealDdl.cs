namespace Herdbook.Catalog;

/// <summary>
/// The trigger that seals what a statement writes into a ledger or a version table: the key and the SHA-256 of each row, in one row of
/// catalog.row_seal, under the audit entry of the transaction. It runs as the owner: the application may read the seals and no more.
/// </summary>
internal static class SealDdl
{
    /// <summary>The trigger whose coming means that a table's rows are to be sealed as they stand.</summary>
    public const string Trigger = "herdbook_seal";

    /// <summary>Rows in a seal of rows that stood already.</summary>
    private const int BaselineRows = 10_000;

    // What the text of a value depends on is set for the time of the call, so that the hash depends on the row alone.
    private const string Settings = "set timezone = 'UTC' set datestyle = 'ISO, MDY' set intervalstyle = 'postgres' set bytea_output = 'hex' set extra_float_digits = 1";

    // A statement that wrote nothing, such as an insert of what is there, fires it too: it is left at once.
    // The columns are the trigger's arguments, so one function serves every table. A table's name as a type would be a record of it; row() has no name.
    private const string Seal = """
        declare
            columns text[] := tg_argv[1];
        begin
            if not exists (select from new_rows) or [catalog].importing() then
                return null;
            end if;
            execute format($sql$
                insert into [catalog].row_seal (tenant_id, entry_id, table_name, columns, keys, hashes, row_count)
                select r.tenant_id, nullif(current_setting('herdbook.entry', true), '')::uuid, $1, $2,
                       array_agg([key]), string_agg(sha256(convert_to(row(%2$s)::text, 'UTF8')), ''::bytea), count(*)
                  from new_rows r
                 group by r.tenant_id $sql$, tg_argv[0], (select string_agg('r.' || quote_ident(c.name), ', ' order by c.place) from unnest(columns) with ordinality c (name, place)))
            using tg_table_schema || '.' || tg_table_name, columns;
            return null;
        end
        """;

    // See HistoryDdl: forced row-level security is lifted while the tenants are listed.
    private const string Baseline = """
        declare
            target text := format('%I.%I', module, name);
            entered text := coalesce(current_setting('herdbook.tenant', true), '');
            tenants text[];
            tenant text;
        begin
            execute format('alter table %s no force row level security', target);
            execute format('select array_agg(distinct t.tenant_id) from %s t', target) into tenants;
            execute format('alter table %s force row level security', target);
            foreach tenant in array coalesce(tenants, array[]::text[]) loop
                perform set_config('herdbook.tenant', tenant, true);
                execute format($sql$
                    insert into [catalog].row_seal (tenant_id, entry_id, table_name, columns, keys, hashes, row_count)
                    select n.tenant_id, $3, $1, $2, array_agg(n.key), string_agg(n.hash, ''::bytea), count(*)
                      from (select r.tenant_id, %1$s as key, sha256(convert_to(row(%2$s)::text, 'UTF8')) as hash, row_number() over () / [rows] as part
                              from %3$s r) n
                     group by n.tenant_id, n.part $sql$, key, (select string_agg('r.' || quote_ident(c.name), ', ' order by c.place) from unnest(columns) with ordinality c (name, place)), target)
                using module || '.' || name, columns, [catalog].baseline_entry(tenant);
            end loop;
            perform set_config('herdbook.tenant', entered, true);
        end
        """;

    // One entry for each tenant signs all that an application of the catalog finds standing. The plan's own transaction keeps the ids.
    private const string BaselineEntry = """
        declare
            kept jsonb := coalesce(nullif(current_setting('herdbook.baseline', true), ''), '{}')::jsonb;
        begin
            if not kept ? tenant then
                kept := kept || jsonb_build_object(tenant, gen_random_uuid());
                perform set_config('herdbook.baseline', kept::text, true);
            end if;
            return (kept ->> tenant)::uuid;
        end
        """;

    public static IEnumerable<Statement> Functions(string catalog)
    {
        var schema = Quote.Name(catalog);
        yield return Of("seal_rows", $"create function {schema}.seal_rows() returns trigger language plpgsql security definer set search_path = pg_catalog {Settings} as {Body(Seal, catalog)}");
        yield return Of("seal_rows", $"revoke all on function {schema}.seal_rows() from public");
        yield return Of("baseline_entry", $"create function {schema}.baseline_entry(tenant text) returns uuid language plpgsql security invoker set search_path = pg_catalog as {Body(BaselineEntry, catalog)}");
        yield return Of("baseline_entry", $"revoke all on function {schema}.baseline_entry(text) from public");
        yield return Of("seal_baseline", $"create function {schema}.seal_baseline(module text, name text, key text, columns text[]) returns void language plpgsql security invoker set search_path = pg_catalog {Settings} as {Body(Baseline, catalog)}");
        yield return Of("seal_baseline", $"revoke all on function {schema}.seal_baseline(text, text, text, text[]) from public");
    }

    /// <summary>Whether what is written into the table is sealed: every ledger and version of a tenant, but those that are the seal.</summary>
    public static bool IsSealed(TableDeclaration table) => table is { Isolated: true, Sealed: true, Kind: TableKind.Ledger or TableKind.Version };

    /// <summary>Events, and the call with its arguments.</summary>
    public static (string When, string Each, string Call) Call(TableDeclaration table, string catalog) =>
        ("after insert", "referencing new table as new_rows for each statement", $"seal_rows({Quote.Literal(Key(table, catalog))}, {Quote.Literal(Array(table))})");

    /// <summary>Seals each row of every tenant as it stands.</summary>
    public static string SealBaseline(TableDeclaration table)
    {
        var catalog = DesiredSchema.CatalogModule;
        return $"select {Quote.Name(catalog)}.seal_baseline({Quote.Literal(table.Module)}, {Quote.Literal(table.Name)}, {Quote.Literal(Key(table, catalog))}, {Quote.Literal(Array(table))})";
    }

    /// <summary>The key of a row `r` as text, as history has it.</summary>
    private static string Key(TableDeclaration table, string catalog) => table.Key is [var only]
        ? $"r.{Quote.Name(only)}::text"
        : $"{Quote.Name(catalog)}.row_key({string.Join(", ", table.Key.Select(name => $"r.{Quote.Name(name)}::text"))})";

    // The number of the transaction is the cluster's own: it is not the row's when a tenant moves to another.
    private static string Array(TableDeclaration table) => $"{{{string.Join(',', table.AllColumns.Where(column => column.Name != ImplicitColumns.BookedXid).Select(column => $"\"{column.Name}\""))}}}";

    private static string Body(string body, string catalog) =>
        $"$body$\n{body.Replace("[catalog]", catalog, StringComparison.Ordinal).Replace("[key]", "%1$s", StringComparison.Ordinal).Replace("[rows]", BaselineRows.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)}\n$body$";

    private static Statement Of(string name, string sql) => new(sql, DesiredSchema.CatalogModule, $"function {name}", SourceMark.None);
}
