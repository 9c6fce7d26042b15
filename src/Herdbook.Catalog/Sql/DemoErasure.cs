namespace Herdbook.Catalog;

/// <summary>
/// The one way in which rows ever leave: all rows of the generated tenant at once. A check on catalog.tenant lets no other tenant be a
/// demo, the function knows no other tenant, and the trigger that guards every table lets go of no row of another tenant,
/// whoever asks and whatever is set.
/// </summary>
internal static class DemoErasure
{
    /// <summary>
    /// The start of the trigger that refuses changes. For each statement it lets an erasing DELETE begin; for each row it looks whose row it is.
    /// </summary>
    public const string Exemption = """
        if tg_op = 'DELETE' and current_setting('herdbook.erasing', true) = 'demo' then
            if tg_level = 'STATEMENT' then
                return null;
            elsif to_jsonb(old) ->> 'tenant_id' = 'demo' then
                return old;
            end if;
        end if;
        """;

    // Tables that others refer to wait for another round, so no order has to be kept here. Settings of our own cannot stand in the function's
    // head: that takes a superuser.
    private const string Body = """
        declare
            pending text[];
            waiting text[];
            target text;
            affected bigint;
            erased bigint := 0;
            entered text := coalesce(current_setting('herdbook.tenant', true), '');
        begin
            if not exists (select from {catalog}.tenant t where t.tenant_id = 'demo' and t.is_demo) then
                return 0;
            end if;
            perform set_config('herdbook.tenant', 'demo', true), set_config('herdbook.erasing', 'demo', true);
            perform pg_advisory_xact_lock(hashtextextended('herdbook.settle:demo', 0));
            select array_agg(c.oid::regclass::text order by m.kind <> 'ledger', m.table_name)
              into pending
              from {catalog}.manifest m
              join pg_class c on c.oid = to_regclass(m.table_name)
             where c.relrowsecurity;
            while cardinality(pending) > 0 loop
                waiting := '{}';
                foreach target in array pending loop
                    begin
                        execute 'delete from ' || target;
                        get diagnostics affected = row_count;
                        erased := erased + affected;
                    exception when foreign_key_violation then
                        waiting := waiting || target;
                    end;
                end loop;
                if cardinality(waiting) = cardinality(pending) then
                    raise exception 'these tables refer to one another, so their rows cannot be erased: %', array_to_string(waiting, ', ');
                end if;
                pending := waiting;
            end loop;
            delete from {catalog}.tenant t where t.tenant_id = 'demo' and t.is_demo;
            perform set_config('herdbook.tenant', entered, true), set_config('herdbook.erasing', '', true);
            return erased;
        end
        """;

    /// <summary>Runs as the owner, sees the demo tenant's rows only, and returns how many it erased.</summary>
    public static IEnumerable<Statement> Statements(string schema, string catalogSchema)
    {
        yield return Of(
            $"""
            create function {schema}.erase_demo() returns bigint language plpgsql security definer set search_path = pg_catalog as $body$
            {Body.Replace("{catalog}", catalogSchema, StringComparison.Ordinal)}
            $body$
            """);
        yield return Of($"revoke all on function {schema}.erase_demo() from public");
        yield return Of($"grant execute on function {schema}.erase_demo() to {Roles.App}");
    }

    private static Statement Of(string sql) => new(sql, DesiredSchema.CatalogModule, "function erase_demo", SourceMark.None);
}
