namespace Herdbook.Catalog;

/// <summary>What links do beyond a foreign key: make the row that they name, and take rows along when the one they name is deleted softly.</summary>
internal static class LinkFunctions
{
    /// <summary>Arguments: the column, the table it names, that table's key, the key's type.</summary>
    private const string Register = """
        declare
            given text := to_jsonb(new) ->> tg_argv[0];
        begin
            if [catalog].importing() then
                return new;
            end if;
            execute format('insert into %1$s (%2$I) select $1::%3$s where not exists (select from %1$s r where r.%2$I = $1::%3$s) on conflict do nothing', tg_argv[1], tg_argv[2], tg_argv[3])
              using given;
            return new;
        end
        """;

    // Which rows go along is told by the foreign keys themselves, so a table that is declared later needs no change of this one.
    private const string CascadeDelete = """
        declare
            dependent record;
        begin
            for dependent in
                select k.conrelid::regclass as target,
                       (select string_agg(format('d.%I = ($1).%I', a.attname, b.attname), ' and ' order by u.place)
                          from unnest(k.conkey, k.confkey) with ordinality u (here, there, place)
                          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.here
                          join pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.there) as matches
                  from pg_depend l
                  join pg_constraint k on k.oid = l.objid and k.contype = 'f' and k.confdeltype = 'c' and k.confrelid = tg_relid
                 where l.classid = 'pg_constraint'::regclass
                   and l.refclassid = 'pg_class'::regclass
                   and l.refobjid = tg_relid
                   and exists (
                       select from pg_attribute t
                        where t.attrelid = k.conrelid and t.attname = 'deleted_at' and not t.attisdropped and has_column_privilege(k.conrelid, t.attnum, 'update'))
                 group by k.oid, k.conrelid, k.confrelid, k.conkey, k.confkey
            loop
                execute format('update %s d set deleted_at = ($1).deleted_at where %s and d.deleted_at is null', dependent.target, dependent.matches) using new;
            end loop;
            return null;
        end
        """;

    public static IEnumerable<Statement> Functions(string schema)
    {
        yield return Of("register", schema, Register);
        yield return Of("cascade_delete", schema, CascadeDelete);
    }

    private static Statement Of(string name, string schema, string body) => new(
        $"create function {schema}.{name}() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$\n{body.Replace("[catalog]", schema, StringComparison.Ordinal)}\n$body$",
        DesiredSchema.CatalogModule, $"function {name}", SourceMark.None);
}
