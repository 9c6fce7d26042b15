namespace Herdbook.Catalog;

/// <summary>
/// How a tenant arrives whole from another book, with its keys, booked times, history and seals as they are: in one transaction of the owner,
/// which begins by writing into catalog.tenant_import, where the application may only read. While that transaction lasts the triggers that
/// would book history and seals anew stand aside, for this tenant alone. It begins only for a tenant that has no row in any table.
/// </summary>
internal static class TenantArrival
{
    // The setting spares every other write the look into the table; it opens nothing by itself.
    private const string Importing = """
        begin
            if coalesce(current_setting('herdbook.importing', true), '') = '' then
                return false;
            end if;
            return current_setting('herdbook.importing') = current_setting('herdbook.tenant', true)
               and exists (select from [catalog].tenant_import i
                            where i.imported_tenant = current_setting('herdbook.importing')
                              and i.booked_xid = pg_current_xact_id_if_assigned());
        end
        """;

    private const string Begin = """
        declare
            target text;
            taken boolean;
        begin
            perform pg_advisory_xact_lock(hashtextextended('herdbook.tenants', 0));
            if exists (select from [catalog].tenant t where t.tenant_id = slug and (t.erased_at is not null or t.is_demo)) then
                raise exception using errcode = 'unique_violation', message = format('the tenant ''%s'' was here before', slug);
            end if;
            perform set_config('herdbook.tenant', slug, true);
            for target in
                select c.oid::regclass::text
                  from [catalog].manifest m
                  join pg_class c on c.oid = to_regclass(m.table_name)
                 where c.relrowsecurity
                 order by 1
            loop
                execute format('select exists (select from %s)', target) into taken;
                if taken then
                    raise exception using errcode = 'unique_violation', message = format('the tenant ''%s'' has rows in %s', slug, target);
                end if;
            end loop;
            insert into [catalog].tenant (tenant_id, title) values (slug, name) on conflict (tenant_id) do update set title = excluded.title;
            insert into [catalog].tenant_import (imported_tenant, archive_digest, origin) values (slug, digest, book);
            perform set_config('herdbook.importing', slug, true);
        end
        """;

    public static IEnumerable<Statement> Statements(string schema)
    {
        yield return Of("importing", $"create function {schema}.importing() returns boolean language plpgsql stable security invoker set search_path = pg_catalog as {Body(Importing, schema)}");
        yield return Of("begin_import", $"create function {schema}.begin_import(slug text, name text, digest text, book text) returns void language plpgsql security invoker set search_path = pg_catalog as {Body(Begin, schema)}");
        yield return Of("begin_import", $"revoke all on function {schema}.begin_import(text, text, text, text) from public");
    }

    private static string Body(string body, string schema) => $"$body$\n{body.Replace("[catalog]", schema, StringComparison.Ordinal)}\n$body$";

    private static Statement Of(string name, string sql) => new(sql, DesiredSchema.CatalogModule, $"function {name}", SourceMark.None);
}
