namespace Herdbook.Catalog;

/// <summary>
/// The triggers and functions that book every change of a row in catalog.history. They run as the owner: the application may read the
/// history and no more. Each works on all rows of a statement at once.
/// </summary>
internal static class HistoryDdl
{
    /// <summary>The trigger whose coming means that a table's rows are to be booked as they stand.</summary>
    public const string InsertTrigger = "herdbook_history_insert";

    private const string UpdateTrigger = "herdbook_history_update";
    private const string DeleteTrigger = "herdbook_history_delete";

    /// <summary>Kept by a trigger at every update: alone they are no change.</summary>
    private static readonly string[] Times = ["modified_at", "updated_at"];

    private const string RowKey = """
        begin
            if cardinality(parts) = 1 then
                return parts[1];
            end if;
            return array_to_json(parts)::text;
        end
        """;

    private const string Actor = "coalesce(nullif(current_setting('herdbook.actor', true), ''), session_user)";

    // The star makes it the row, also where a column bears the alias's name. Without `offset 0` PostgreSQL would make a row's JSON anew for each of its uses.
    private static readonly string BookInsert = $"""
        declare
            keys text[] := tg_argv[0];
            secrets text[] := tg_argv[1];
            booked timestamptz := clock_timestamp();
            simulated timestamptz := [catalog].clock();
            own boolean := coalesce(current_setting('herdbook.clock', true) = 'row', false);
        begin
            if not exists (select from new_rows) or [catalog].importing() then
                return null;
            end if;
            insert into [catalog].history (tenant_id, table_name, row_key, operation, actor, changed_at, after)
            select n.j ->> 'tenant_id', tg_table_schema || '.' || tg_table_name, {Key("n.j")}, 'insert', {Actor}, {When("n.j")}, {Masked("n.j")}
              from (select to_jsonb(r.*) as j from new_rows r offset 0) n;
            return null;
        end
        """;

    // A row whose key changed is one row gone and another come.
    private static readonly string BookUpdate = $"""
        declare
            keys text[] := tg_argv[0];
            secrets text[] := tg_argv[1];
            booked timestamptz := clock_timestamp();
            simulated timestamptz := [catalog].clock();
            own boolean := coalesce(current_setting('herdbook.clock', true) = 'row', false);
            times text[] := tg_argv[2];
        begin
            if not exists (select from new_rows) then
                return null;
            end if;
            insert into [catalog].history (tenant_id, table_name, row_key, operation, actor, changed_at, changed, before, after)
            select coalesce(n.j, o.j) ->> 'tenant_id', tg_table_schema || '.' || tg_table_name, coalesce(n.k, o.k),
                   case when n.j is null then 'delete'
                        when o.j is null then 'insert'
                        when o.j ->> 'deleted_at' is null and n.j ->> 'deleted_at' is not null then 'delete'
                        else 'update'
                   end,
                   {Actor}, {When("coalesce(n.j, o.j)")}, d.changed, d.before, {Masked("n.j")}
              from (select r.j, {Key("r.j")} as k from (select to_jsonb(t.*) as j from old_rows t offset 0) r) o
              full join (select r.j, {Key("r.j")} as k from (select to_jsonb(t.*) as j from new_rows t offset 0) r) n on n.k = o.k and n.j ->> 'tenant_id' = o.j ->> 'tenant_id'
             cross join lateral (
                   select array_agg(e.key order by e.key) as changed,
                          jsonb_object_agg(e.key, case when e.key = any (secrets) and e.value <> 'null' then '"***"' else e.value end) as before
                     from jsonb_each(o.j) e
                    where n.j -> e.key is distinct from e.value
                      and e.key <> all (times)
                   ) d
             where d.changed is not null or o.j is null;
            return null;
        end
        """;

    private static readonly string BookDelete = $"""
        declare
            keys text[] := tg_argv[0];
            secrets text[] := tg_argv[1];
            booked timestamptz := clock_timestamp();
            simulated timestamptz := [catalog].clock();
            own boolean := coalesce(current_setting('herdbook.clock', true) = 'row', false);
        begin
            if not exists (select from old_rows) or current_setting('herdbook.erasing', true) <> '' then
                return null;
            end if;
            insert into [catalog].history (tenant_id, table_name, row_key, operation, actor, changed_at, before)
            select o.j ->> 'tenant_id', tg_table_schema || '.' || tg_table_name, {Key("o.j")}, 'delete', {Actor}, {When("o.j")}, {Masked("o.j")}
              from (select to_jsonb(r.*) as j from old_rows r offset 0) o;
            return null;
        end
        """;

    // Forced row-level security hides from the owner the rows of every tenant but one, so it is lifted while their tenants are listed:
    // the table is locked, and no other session ever sees it lifted.
    private static readonly string BookBaseline = $"""
        declare
            target text := format('%I.%I', module, name);
            entered text := coalesce(current_setting('herdbook.tenant', true), '');
            tenants text[];
            tenant text;
            affected bigint;
            booked bigint := 0;
        begin
            execute format('alter table %s no force row level security', target);
            execute format('select array_agg(distinct t.tenant_id) from %s t', target) into tenants;
            execute format('alter table %s force row level security', target);
            foreach tenant in array coalesce(tenants, array[]::text[]) loop
                perform set_config('herdbook.tenant', tenant, true);
                execute format($sql$
                    insert into [catalog].history (tenant_id, table_name, row_key, operation, actor, changed_at, after)
                    select n.j ->> 'tenant_id', $1, {Key("n.j", "$2")}, 'baseline', {Actor}, $4, {Masked("n.j", "$3")}
                      from (select to_jsonb(r.*) as j from %s r offset 0) n $sql$, target)
                  using module || '.' || name, keys, secrets, clock_timestamp();
                get diagnostics affected = row_count;
                booked := booked + affected;
            end loop;
            perform set_config('herdbook.tenant', entered, true);
            return booked;
        end
        """;

    public static IEnumerable<Statement> Functions(string catalog)
    {
        var schema = Quote.Name(catalog);
        yield return Of("row_key", $"create function {schema}.row_key(variadic parts text[]) returns text language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as {Body(RowKey, catalog)}");
        foreach (var (name, body) in new[] { ("book_insert", BookInsert), ("book_update", BookUpdate), ("book_delete", BookDelete) })
        {
            // Times are written in one zone, whatever the session's is.
            yield return Of(name, $"create function {schema}.{name}() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as {Body(body, catalog)}");
            yield return Of(name, $"revoke all on function {schema}.{name}() from public");
        }

        yield return Of("book_baseline", $"create function {schema}.book_baseline(module text, name text, keys text[], secrets text[]) returns bigint language plpgsql security invoker set search_path = pg_catalog set timezone = 'UTC' as {Body(BookBaseline, catalog)}");
        yield return Of("book_baseline", $"revoke all on function {schema}.book_baseline(text, text, text[], text[]) from public");
    }

    /// <summary>Name, events, and the call with its arguments.</summary>
    public static IEnumerable<(string Name, string When, string Each, string Call)> Triggers(TableDeclaration table)
    {
        if (!table.History)
        {
            yield break;
        }

        var (keys, secrets) = (Quote.Literal(Array(table.Key)), Quote.Literal(Array(Secrets(table))));
        var times = Quote.Literal(Array(table.Kind == TableKind.Entity ? Times.Where(time => table.Column(time) is not null) : []));
        yield return (InsertTrigger, "after insert", "referencing new table as new_rows for each statement", $"book_insert({keys}, {secrets})");
        yield return (UpdateTrigger, "after update", "referencing old table as old_rows new table as new_rows for each statement", $"book_update({keys}, {secrets}, {times})");
        yield return (DeleteTrigger, "after delete", "referencing old table as old_rows for each statement", $"book_delete({keys}, {secrets})");
    }

    /// <summary>Books each row of every tenant as it stands.</summary>
    public static string Baseline(TableDeclaration table) =>
        $"select {Quote.Name(DesiredSchema.CatalogModule)}.book_baseline({Quote.Literal(table.Module)}, {Quote.Literal(table.Name)}, {Quote.Literal(Array(table.Key))}, {Quote.Literal(Array(Secrets(table)))})";

    private static IEnumerable<string> Secrets(TableDeclaration table) => table.Columns.Where(column => column.Secret).Select(column => column.Name);

    private static string Array(IEnumerable<string> names) => $"{{{string.Join(',', names.Select(name => $"\"{name}\""))}}}";

    private static string Key(string row, string keys = "keys") =>
        $"case when cardinality({keys}) = 1 then {row} ->> {keys}[1] else [catalog].row_key(variadic (select array_agg({row} ->> k.name order by k.place) from unnest({keys}) with ordinality k (name, place))) end";

    /// <summary>Only a row of the demo tenant bears the time that its generator gives: one for all, or each row its own latest.</summary>
    private static string When(string row) => $"""
        case when {row} ->> 'tenant_id' <> 'demo' then booked
             when own then coalesce(greatest(({row} ->> 'created_at')::timestamptz, ({row} ->> 'modified_at')::timestamptz, ({row} ->> 'updated_at')::timestamptz, ({row} ->> 'deleted_at')::timestamptz), booked)
             else simulated end
        """;

    private static string Masked(string row, string secrets = "secrets") =>
        $$"""case when cardinality({{secrets}}) = 0 then {{row}} else {{row}} || coalesce((select jsonb_object_agg(s.name, '***') from unnest({{secrets}}) s (name) where {{row}} ->> s.name is not null), '{}') end""";

    private static string Body(string body, string catalog) => $"$body$\n{body.Replace("[catalog]", catalog, StringComparison.Ordinal)}\n$body$";

    private static Statement Of(string name, string sql) => new(sql, DesiredSchema.CatalogModule, $"function {name}", SourceMark.None);
}
