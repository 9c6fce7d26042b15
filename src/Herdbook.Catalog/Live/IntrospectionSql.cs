namespace Herdbook.Catalog.Live;

/// <summary>
/// The questions to PostgreSQL's catalogs. $1 is the schemas, $2 the tables by oid, or null for all of them; the answers are the same for
/// a shadow and for the live ones.
/// </summary>
internal static class IntrospectionSql
{
    /// <summary>Qualifies every name that PostgreSQL prints.</summary>
    public const string PrintWholeNames = "set local search_path = pg_catalog";

    public const string Schemas = """
        select n.nspname
          from pg_namespace n
         where n.nspname = any ($1)
        """;

    public const string SchemaGrants = """
        select n.nspname, case when a.grantee = 0 then 'public' else r.rolname end, a.privilege_type, a.is_grantable
          from pg_namespace n
         cross join aclexplode(n.nspacl) a
          left join pg_roles r on r.oid = a.grantee
         where n.nspname = any ($1)
           and (a.grantee = 0 or r.rolname = 'herdbook_app')
        """;

    public const string Tables = """
        select n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence = 'p',
               obj_description(c.oid, 'pg_class'), pg_relation_size(c.oid) > 0 or c.relkind = 'p'
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind in ('r', 'p')
        """;

    public const string Columns = """
        select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
               a.attidentity::text, a.attgenerated::text,
               case when a.attcollation <> t.typcollation then (select quote_ident(l.collname) from pg_collation l where l.oid = a.attcollation) end,
               col_description(c.oid, a.attnum)
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          join pg_type t on t.oid = a.atttypid
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind in ('r', 'p')
         order by c.oid, a.attnum
        """;

    /// <summary>Without the not-null constraints of PostgreSQL 18, which the columns tell already.</summary>
    public const string Constraints = """
        select n.nspname, c.relname, k.conname, k.contype, pg_get_constraintdef(k.oid), tn.nspname, tc.relname
          from pg_constraint k
          join pg_class c on c.oid = k.conrelid
          join pg_namespace n on n.oid = c.relnamespace
          left join pg_class tc on tc.oid = k.confrelid and k.contype = 'f'
          left join pg_namespace tn on tn.oid = tc.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind in ('r', 'p')
           and k.contype in ('p', 'u', 'f', 'c', 'x')
        """;

    public const string Indexes = """
        select n.nspname, c.relname, ic.relname, i.indisunique, i.indisvalid and i.indisready, pg_get_indexdef(i.indexrelid)
          from pg_index i
          join pg_class c on c.oid = i.indrelid
          join pg_class ic on ic.oid = i.indexrelid
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind in ('r', 'p')
           and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = c.oid)
        """;

    public const string Triggers = """
        select n.nspname, c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled
          from pg_trigger t
          join pg_class c on c.oid = t.tgrelid
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and not t.tgisinternal
        """;

    public const string Policies = """
        select n.nspname, c.relname, p.polname,
               format('create policy %I on %I.%I as %s for %s to %s', p.polname, n.nspname, c.relname,
                      case when p.polpermissive then 'permissive' else 'restrictive' end,
                      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
                      case when p.polroles = '{0}' then 'public'
                           else (select string_agg(quote_ident(r.rolname), ', ' order by r.rolname) from pg_roles r where r.oid = any (p.polroles)) end)
               || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
               || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
          from pg_policy p
          join pg_class c on c.oid = p.polrelid
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
        """;

    public const string Rules = """
        select n.nspname, c.relname, w.rulename
          from pg_rewrite w
          join pg_class c on c.oid = w.ev_class
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind in ('r', 'p')
        """;

    /// <summary>Of the application's role and of everyone; what an operator grants to other roles is their own affair.</summary>
    public const string Grants = """
        with acl (nspname, relname, acl, attname, sequence_of) as (
          select n.nspname, c.relname, c.relacl, null::name, null::name
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = any ($1) and ($2::oid[] is null or c.oid = any ($2)) and c.relkind in ('r', 'p')
          union all
          select n.nspname, c.relname, a.attacl, a.attname, null
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attacl is not null
           where n.nspname = any ($1) and ($2::oid[] is null or c.oid = any ($2)) and c.relkind in ('r', 'p')
          union all
          select n.nspname, c.relname, s.relacl, null, a.attname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('i', 'a')
            join pg_class s on s.oid = d.objid and s.relkind = 'S'
            join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
           where n.nspname = any ($1) and ($2::oid[] is null or c.oid = any ($2)) and c.relkind in ('r', 'p')
        )
        select acl.nspname, acl.relname, case when x.grantee = 0 then 'public' else r.rolname end, x.privilege_type, x.is_grantable, acl.attname, acl.sequence_of
          from acl
         cross join aclexplode(acl.acl) x
          left join pg_roles r on r.oid = x.grantee
         where x.grantee = 0 or r.rolname = 'herdbook_app'
        """;

    public const string Views = """
        select n.nspname, c.relname, pg_get_viewdef(c.oid), coalesce(array_to_string(c.reloptions, ', '), ''), obj_description(c.oid, 'pg_class')
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind = 'v'
        """;

    public const string ViewColumns = """
        select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind = 'v'
         order by c.oid, a.attnum
        """;

    /// <summary>Each table, view or function that a view reads; a function by its signature.</summary>
    public const string ViewUses = """
        select distinct n.nspname, c.relname, coalesce(rn.nspname, pn.nspname),
               coalesce(r.relname, quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')')
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          join pg_rewrite w on w.ev_class = c.oid
          join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refobjid <> c.oid
          left join pg_class r on d.refclassid = 'pg_class'::regclass and r.oid = d.refobjid
          left join pg_namespace rn on rn.oid = r.relnamespace
          left join pg_proc p on d.refclassid = 'pg_proc'::regclass and p.oid = d.refobjid
          left join pg_namespace pn on pn.oid = p.pronamespace
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind = 'v'
           and (rn.nspname = any ($1) or pn.nspname = any ($1))
        """;

    public const string ViewGrants = """
        select n.nspname, c.relname, case when x.grantee = 0 then 'public' else r.rolname end, x.privilege_type, x.is_grantable
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         cross join aclexplode(c.relacl) x
          left join pg_roles r on r.oid = x.grantee
         where n.nspname = any ($1)
           and ($2::oid[] is null or c.oid = any ($2))
           and c.relkind = 'v'
           and (x.grantee = 0 or r.rolname = 'herdbook_app')
        """;

    /// <summary>With what cannot be replaced in place, and whether rows of a table are among arguments or result.</summary>
    public const string Functions = """
        select n.nspname, quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', pg_get_functiondef(p.oid),
               pg_get_function_arguments(p.oid) || ' returns ' || pg_get_function_result(p.oid),
               exists (select from pg_type t where t.typrelid <> 0 and t.oid = any (array[p.prorettype] || p.proargtypes::oid[] || coalesce(p.proallargtypes, '{}'))),
               obj_description(p.oid, 'pg_proc'), p.proname
          from pg_proc p
          join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = any ($1)
           and p.prokind = 'f'
           and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        """;

    public const string FunctionGrants = """
        select n.nspname, quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
               case when a.grantee = 0 then 'public' else r.rolname end, a.privilege_type, a.is_grantable
          from pg_proc p
          join pg_namespace n on n.oid = p.pronamespace
         cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
          left join pg_roles r on r.oid = a.grantee
         where n.nspname = any ($1)
           and p.prokind = 'f'
           and (a.grantee = 0 or r.rolname = 'herdbook_app')
        """;

    /// <summary>$1 is schemas, $2 the name of a table in each; those that are missing are left out.</summary>
    public const string Oids = """
        select coalesce(array_agg(c.oid), '{}')
          from unnest($1::text[], $2::text[]) as named (nspname, relname)
          join pg_namespace n on n.nspname = named.nspname
          join pg_class c on c.relnamespace = n.oid and c.relname = named.relname
        """;

    /// <summary>Where pgvector stands, which is no schema of the search path.</summary>
    public const string VectorSchema = "select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector'";

    public const string QuotedNames = "select m, quote_ident(m) from unnest($1::text[]) m";
}
