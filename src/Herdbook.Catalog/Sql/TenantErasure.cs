namespace Herdbook.Catalog;

/// <summary>
/// The one way in which rows ever leave: all rows of one tenant at once. The generated tenant may always go. Any other goes only while
/// catalog.tenant has it suspended and, since an earlier transaction, marked for erasure; its tree of the audit stays, and its slug is never
/// given again. The trigger that guards every table asks for the same of each row, whoever deletes and whatever is set.
/// </summary>
internal static class TenantErasure
{
    /// <summary>
    /// The start of the trigger that refuses changes. For each statement it lets an erasing DELETE begin; for each row it looks whose row it is.
    /// </summary>
    public const string Exemption = """
        if tg_op = 'DELETE' and current_setting('herdbook.erasing', true) <> '' then
            if tg_level = 'STATEMENT' then
                return null;
            elsif to_jsonb(old) ->> 'tenant_id' = current_setting('herdbook.erasing') then
                if to_jsonb(old) ->> 'tenant_id' = 'demo' then
                    return old;
                elsif [catalog].may_erase(to_jsonb(old) ->> 'tenant_id') and format('%I.%I', tg_table_schema, tg_table_name) <> all ([catalog].kept_of_erased()) then
                    return old;
                end if;
            end if;
        end if;
        """;

    // The leaves' hashes tell nothing of the entries, and without them no published checkpoint would verify any more.
    private const string Kept = "select array['catalog.tenant', 'governance.audit_leaf', 'governance.audit_node', 'governance.audit_checkpoint']";

    private const string MayErase = """
        select exists (select from [catalog].tenant t
                        where t.tenant_id = slug
                          and not t.is_demo
                          and t.tenant_id <> 'default'
                          and t.suspended_at is not null
                          and t.erasure_at < transaction_timestamp()
                          and t.erased_at is null)
        """;

    // Tables that others refer to wait for another round, so no order has to be kept here. Settings of our own cannot stand in the function's
    // head: that takes a superuser.
    private const string EraseRows = """
        declare
            pending text[];
            waiting text[];
            target text;
            affected bigint;
            erased bigint := 0;
            entered text := coalesce(current_setting('herdbook.tenant', true), '');
        begin
            perform set_config('herdbook.tenant', slug, true), set_config('herdbook.erasing', slug, true);
            perform pg_advisory_xact_lock(hashtextextended('herdbook.settle:' || slug, 0));
            select array_agg(c.oid::regclass::text order by m.kind <> 'ledger', m.table_name)
              into pending
              from [catalog].manifest m
              join pg_class c on c.oid = to_regclass(m.table_name)
             where c.relrowsecurity
               and (slug = 'demo' or m.table_name <> all ([catalog].kept_of_erased()));
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
            if slug = 'demo' then
                delete from [catalog].tenant t where t.tenant_id = slug and t.is_demo;
            else
                update [catalog].tenant t set erased_at = clock_timestamp(), title = null where t.tenant_id = slug;
            end if;
            perform set_config('herdbook.tenant', entered, true), set_config('herdbook.erasing', '', true);
            return erased;
        end
        """;

    private const string EraseDemo = """
        begin
            if not exists (select from [catalog].tenant t where t.tenant_id = 'demo' and t.is_demo) then
                return 0;
            end if;
            return [catalog].erase_rows('demo');
        end
        """;

    // An entry without a leaf would leave no trace, so each must have its own first.
    private const string EraseTenant = """
        declare
            unsealed boolean := false;
            entered text := coalesce(current_setting('herdbook.tenant', true), '');
        begin
            perform from [catalog].tenant t where t.tenant_id = slug for update;
            if slug is distinct from again or not [catalog].may_erase(slug) then
                raise exception using
                    errcode = 'restrict_violation',
                    message = format('the tenant ''%s'' is not to be erased: suspend it, mark it for erasure, and then name it twice', slug),
                    hint = 'herdbook tenants erase';
            end if;
            if to_regclass('governance.audit_leaf') is not null then
                perform set_config('herdbook.tenant', slug, true);
                execute 'select exists (select from governance.audit_logs l where not exists (select from governance.audit_leaf f where f.tenant_id = l.tenant_id and f.entry_id = l.id))' into unsealed;
                perform set_config('herdbook.tenant', entered, true);
            end if;
            if unsealed then
                raise exception using
                    errcode = 'object_not_in_prerequisite_state',
                    message = format('the tenant ''%s'' has entries of the audit log that are not sealed yet', slug);
            end if;
            return [catalog].erase_rows(slug);
        end
        """;

    /// <summary>What erases runs as the owner, sees one tenant's rows only, and returns how many it erased.</summary>
    public static IEnumerable<Statement> Statements(string schema)
    {
        yield return Of("kept_of_erased", $"create function {schema}.kept_of_erased() returns text[] language sql immutable parallel safe security invoker set search_path = pg_catalog as {Body(Kept, schema)}");
        yield return Of("may_erase", $"create function {schema}.may_erase(slug text) returns boolean language sql stable security invoker set search_path = pg_catalog as {Body(MayErase, schema)}");
        yield return Of("erase_rows", $"create function {schema}.erase_rows(slug text) returns bigint language plpgsql security invoker set search_path = pg_catalog as {Body(EraseRows, schema)}");
        yield return Of("erase_rows", $"revoke all on function {schema}.erase_rows(text) from public");
        foreach (var (name, arguments, types, body) in new[] { ("erase_demo", "", "", EraseDemo), ("erase_tenant", "slug text, again text", "text, text", EraseTenant) })
        {
            yield return Of(name, $"create function {schema}.{name}({arguments}) returns bigint language plpgsql security definer set search_path = pg_catalog as {Body(body, schema)}");
            yield return Of(name, $"revoke all on function {schema}.{name}({types}) from public");
            yield return Of(name, $"grant execute on function {schema}.{name}({types}) to {Roles.App}");
        }
    }

    private static string Body(string body, string schema) => $"$body$\n{body.Replace("[catalog]", schema, StringComparison.Ordinal)}\n$body$";

    private static Statement Of(string name, string sql) => new(sql, DesiredSchema.CatalogModule, $"function {name}", SourceMark.None);
}
