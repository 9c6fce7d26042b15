-- The schema of Herdbook 0.3.0, as it was released. A test upgrades a database that has it. Never changed.

set check_function_bodies = off;

create schema "agent";

grant usage on schema "agent" to herdbook_app;

create schema "catalog";

grant usage on schema "catalog" to herdbook_app;

create schema "compliance";

grant usage on schema "compliance" to herdbook_app;

create schema "control";

grant usage on schema "control" to herdbook_app;

create schema "entities";

grant usage on schema "entities" to herdbook_app;

create schema "erp";

grant usage on schema "erp" to herdbook_app;

create schema "governance";

grant usage on schema "governance" to herdbook_app;

create schema "herd";

grant usage on schema "herd" to herdbook_app;

create schema "intake";

grant usage on schema "intake" to herdbook_app;

create schema "memory";

grant usage on schema "memory" to herdbook_app;

create schema "prompts";

grant usage on schema "prompts" to herdbook_app;

create schema "skills";

grant usage on schema "skills" to herdbook_app;

create schema "warehouse";

grant usage on schema "warehouse" to herdbook_app;

create function "catalog".current_tenant() returns text language plpgsql stable parallel safe security invoker set search_path = pg_catalog as $body$
declare
    tenant text := current_setting('herdbook.tenant', true);
begin
    if tenant is null or tenant = '' then
        raise exception using
            errcode = 'insufficient_privilege',
            message = 'no tenant is set, so no row can be read or written',
            hint = 'Set one first: select set_config(''herdbook.tenant'', ''default'', false)';
    end if;
    return tenant;
end
$body$;

create function "catalog".refuse_change() returns trigger language plpgsql  security invoker set search_path = pg_catalog as $body$
begin
if tg_op = 'DELETE' and current_setting('herdbook.erasing', true) = 'demo' then
    if tg_level = 'STATEMENT' then
        return null;
    elsif to_jsonb(old) ->> 'tenant_id' = 'demo' then
        return old;
    end if;
end if;
    raise exception using
        errcode = 'restrict_violation',
        message = case tg_argv[0]
            when 'ledger' then format('%I.%I is a ledger: what is booked is never changed, so %s is refused', tg_table_schema, tg_table_name, tg_op)
            when 'version' then format('%I.%I is immutable: a version is never changed, so %s is refused', tg_table_schema, tg_table_name, tg_op)
            else format('rows of %I.%I are deleted by setting deleted_at, so %s is refused', tg_table_schema, tg_table_name, tg_op)
        end,
        hint = case tg_argv[0]
            when 'ledger' then 'Book a correcting row.'
            when 'version' then 'Insert a new version.'
            else 'update ... set deleted_at = now()'
        end,
        schema = tg_table_schema,
        table = tg_table_name;
end
$body$;

create function "catalog".clock() returns timestamptz language plpgsql  security invoker set search_path = pg_catalog as $body$
begin
    if current_setting('herdbook.tenant', true) = 'demo' and current_setting('herdbook.clock', true) not in ('', 'row') then
        return current_setting('herdbook.clock')::timestamptz;
    end if;
    return clock_timestamp();
end
$body$;

create function "catalog".keep_times() returns trigger language plpgsql  security invoker set search_path = pg_catalog as $body$
declare
    moment timestamptz := clock_timestamp();
    own boolean := false;
begin
    if current_setting('herdbook.clock', true) <> '' and to_jsonb(new) ->> 'tenant_id' = 'demo' then
        moment := "catalog".clock();
        own := current_setting('herdbook.clock') = 'row';
    end if;
    if 'created_at' = any (tg_argv) then
        if new.created_at is distinct from old.created_at then
            raise exception using
                errcode = 'restrict_violation',
                message = format('created_at of %I.%I never changes', tg_table_schema, tg_table_name),
                hint = 'Leave created_at out of the update.',
                schema = tg_table_schema,
                table = tg_table_name;
        end if;
    end if;
    if 'modified_at' = any (tg_argv) and not own then
        new.modified_at := moment;
    end if;
    if 'updated_at' = any (tg_argv) and not own then
        new.updated_at := moment;
    end if;
    return new;
end
$body$;

create function "catalog".only_soft_delete() returns trigger language plpgsql  security invoker set search_path = pg_catalog as $body$
begin
    if to_jsonb(new) - 'deleted_at' is distinct from to_jsonb(old) - 'deleted_at' then
        raise exception using
            errcode = 'restrict_violation',
            message = format('%I.%I is a junction: only deleted_at of a row changes', tg_table_schema, tg_table_name),
            hint = 'Set deleted_at, and insert another row.',
            schema = tg_table_schema,
            table = tg_table_name;
    end if;
    return new;
end
$body$;

create function "catalog".content_address() returns trigger language plpgsql  security invoker set search_path = pg_catalog as $body$
declare
    kept jsonb := to_jsonb(new);
    given text := kept ->> tg_argv[0];
    content text := kept ->> tg_argv[1];
    address text := encode(sha256(convert_to(content, 'UTF8')), 'hex');
begin
    if content is null then
        raise exception using
            errcode = 'not_null_violation',
            message = format('%I.%I is addressed by its content, and %I is null', tg_table_schema, tg_table_name, tg_argv[1]),
            schema = tg_table_schema,
            table = tg_table_name;
    end if;
    if given is null then
        return jsonb_populate_record(new, jsonb_build_object(tg_argv[0], address));
    end if;
    if given <> address then
        raise exception using
            errcode = 'check_violation',
            message = format('%I of %I.%I is not the SHA-256 of %I', tg_argv[0], tg_table_schema, tg_table_name, tg_argv[1]),
            detail = format('The content has %s.', address),
            hint = 'Leave the key out, and the database fills it in.',
            schema = tg_table_schema,
            table = tg_table_name;
    end if;
    return new;
end
$body$;

create function "catalog".check_subject() returns trigger language plpgsql  security invoker set search_path = pg_catalog as $body$
declare
    given text := to_jsonb(new) ->> tg_argv[0];
begin
    if not exists (select from catalog.manifest m where m.table_name = given or m.declaration -> 'formerNames' ? given) then
        raise exception using
            errcode = 'check_violation',
            message = format('%I of %I.%I is ''%s'', and no table of the catalog bears that name', tg_argv[0], tg_table_schema, tg_table_name, given),
            hint = 'Use module.table, as in herd.ticket_def.',
            schema = tg_table_schema,
            table = tg_table_name;
    end if;
    return new;
end
$body$;

create function "catalog".register() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    given text := to_jsonb(new) ->> tg_argv[0];
begin
    execute format('insert into %1$s (%2$I) select $1::%3$s where not exists (select from %1$s r where r.%2$I = $1::%3$s) on conflict do nothing', tg_argv[1], tg_argv[2], tg_argv[3])
      using given;
    return new;
end
$body$;

create function "catalog".cascade_delete() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
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
$body$;

create function "catalog".matches_shape(value jsonb, shape jsonb) returns boolean language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as $body$
declare
    kind text := jsonb_typeof(value);
begin
    if shape ? 'type' and not exists (
        select from jsonb_array_elements_text(case jsonb_typeof(shape -> 'type') when 'array' then shape -> 'type' else jsonb_build_array(shape -> 'type') end) t (name)
         where t.name = kind or (t.name = 'integer' and kind = 'number' and (value #>> '{}')::numeric % 1 = 0)) then
        return false;
    end if;
    if shape ? 'const' and value <> shape -> 'const' then
        return false;
    end if;
    if shape ? 'enum' and not exists (select from jsonb_array_elements(shape -> 'enum') e (one) where e.one = value) then
        return false;
    end if;
    if shape ? 'anyOf' and not exists (select from jsonb_array_elements(shape -> 'anyOf') e (one) where catalog.matches_shape(value, e.one)) then
        return false;
    end if;
    if kind = 'object' then
        return not (shape ? 'required' and exists (select from jsonb_array_elements_text(shape -> 'required') r (name) where not value ? r.name))
           and not (shape ? 'properties' and exists (
               select from jsonb_each(shape -> 'properties') p (name, rule) where value ? p.name and not catalog.matches_shape(value -> p.name, p.rule)))
           and not (shape ? 'additionalProperties' and exists (
               select from jsonb_each(value) v (name, one)
                where not coalesce(shape -> 'properties', '{}') ? v.name
                  and (shape -> 'additionalProperties' = 'false'
                       or (jsonb_typeof(shape -> 'additionalProperties') = 'object' and not catalog.matches_shape(v.one, shape -> 'additionalProperties')))));
    elsif kind = 'array' then
        return jsonb_array_length(value) >= coalesce((shape ->> 'minItems')::numeric, 0)
           and jsonb_array_length(value) <= coalesce((shape ->> 'maxItems')::numeric, jsonb_array_length(value))
           and not (shape ? 'items' and exists (select from jsonb_array_elements(value) v (one) where not catalog.matches_shape(v.one, shape -> 'items')));
    elsif kind = 'string' then
        return char_length(value #>> '{}') >= coalesce((shape ->> 'minLength')::numeric, 0)
           and char_length(value #>> '{}') <= coalesce((shape ->> 'maxLength')::numeric, char_length(value #>> '{}'))
           and (not shape ? 'pattern' or (value #>> '{}') ~ (shape ->> 'pattern'));
    elsif kind = 'number' then
        return (value #>> '{}')::numeric >= coalesce((shape ->> 'minimum')::numeric, (value #>> '{}')::numeric)
           and (value #>> '{}')::numeric <= coalesce((shape ->> 'maximum')::numeric, (value #>> '{}')::numeric);
    end if;
    return true;
end
$body$;

create function "catalog".words(list text[]) returns text language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as $body$
begin
    return array_to_string(list, ' ');
end
$body$;

create function "catalog".search_words(variadic parts text[]) returns tsvector language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as $body$
begin
    return to_tsvector('pg_catalog.simple'::regconfig, left(array_to_string(parts, ' '), 200000));
end
$body$;

create function "catalog".cosine_distance(a real[], b real[]) returns double precision language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as $body$
declare
    dot double precision := 0;
    left_square double precision := 0;
    right_square double precision := 0;
begin
    if cardinality(a) <> cardinality(b) then
        raise exception using errcode = 'data_exception', message = format('different vector dimensions %s and %s', cardinality(a), cardinality(b));
    end if;
    select sum(u.x::double precision * u.y), sum(u.x::double precision * u.x), sum(u.y::double precision * u.y)
      into dot, left_square, right_square
      from unnest(a, b) u (x, y);
    if left_square = 0 or right_square = 0 then
        return 'NaN';
    end if;
    return 1 - greatest(-1, least(1, dot / (sqrt(left_square) * sqrt(right_square))));
end
$body$;

create function "catalog".row_key(variadic parts text[]) returns text language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as $body$
begin
    if cardinality(parts) = 1 then
        return parts[1];
    end if;
    return array_to_json(parts)::text;
end
$body$;

create function "catalog".book_insert() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $body$
declare
    keys text[] := tg_argv[0];
    secrets text[] := tg_argv[1];
    booked timestamptz := clock_timestamp();
    simulated timestamptz := catalog.clock();
    own boolean := coalesce(current_setting('herdbook.clock', true) = 'row', false);
begin
    insert into catalog.history (tenant_id, table_name, row_key, operation, actor, changed_at, after)
    select n.j ->> 'tenant_id', tg_table_schema || '.' || tg_table_name, case when cardinality(keys) = 1 then n.j ->> keys[1] else catalog.row_key(variadic (select array_agg(n.j ->> k.name order by k.place) from unnest(keys) with ordinality k (name, place))) end, 'insert', coalesce(nullif(current_setting('herdbook.actor', true), ''), session_user), case when n.j ->> 'tenant_id' <> 'demo' then booked
     when own then coalesce(greatest((n.j ->> 'created_at')::timestamptz, (n.j ->> 'modified_at')::timestamptz, (n.j ->> 'updated_at')::timestamptz, (n.j ->> 'deleted_at')::timestamptz), booked)
     else simulated end, case when cardinality(secrets) = 0 then n.j else n.j || coalesce((select jsonb_object_agg(s.name, '***') from unnest(secrets) s (name) where n.j ->> s.name is not null), '{}') end
      from (select to_jsonb(r.*) as j from new_rows r offset 0) n;
    return null;
end
$body$;

revoke all on function "catalog".book_insert() from public;

create function "catalog".book_update() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $body$
declare
    keys text[] := tg_argv[0];
    secrets text[] := tg_argv[1];
    booked timestamptz := clock_timestamp();
    simulated timestamptz := catalog.clock();
    own boolean := coalesce(current_setting('herdbook.clock', true) = 'row', false);
    times text[] := tg_argv[2];
begin
    insert into catalog.history (tenant_id, table_name, row_key, operation, actor, changed_at, changed, before, after)
    select coalesce(n.j, o.j) ->> 'tenant_id', tg_table_schema || '.' || tg_table_name, coalesce(n.k, o.k),
           case when n.j is null then 'delete'
                when o.j is null then 'insert'
                when o.j ->> 'deleted_at' is null and n.j ->> 'deleted_at' is not null then 'delete'
                else 'update'
           end,
           coalesce(nullif(current_setting('herdbook.actor', true), ''), session_user), case when coalesce(n.j, o.j) ->> 'tenant_id' <> 'demo' then booked
     when own then coalesce(greatest((coalesce(n.j, o.j) ->> 'created_at')::timestamptz, (coalesce(n.j, o.j) ->> 'modified_at')::timestamptz, (coalesce(n.j, o.j) ->> 'updated_at')::timestamptz, (coalesce(n.j, o.j) ->> 'deleted_at')::timestamptz), booked)
     else simulated end, d.changed, d.before, case when cardinality(secrets) = 0 then n.j else n.j || coalesce((select jsonb_object_agg(s.name, '***') from unnest(secrets) s (name) where n.j ->> s.name is not null), '{}') end
      from (select r.j, case when cardinality(keys) = 1 then r.j ->> keys[1] else catalog.row_key(variadic (select array_agg(r.j ->> k.name order by k.place) from unnest(keys) with ordinality k (name, place))) end as k from (select to_jsonb(t.*) as j from old_rows t offset 0) r) o
      full join (select r.j, case when cardinality(keys) = 1 then r.j ->> keys[1] else catalog.row_key(variadic (select array_agg(r.j ->> k.name order by k.place) from unnest(keys) with ordinality k (name, place))) end as k from (select to_jsonb(t.*) as j from new_rows t offset 0) r) n on n.k = o.k and n.j ->> 'tenant_id' = o.j ->> 'tenant_id'
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
$body$;

revoke all on function "catalog".book_update() from public;

create function "catalog".book_delete() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $body$
declare
    keys text[] := tg_argv[0];
    secrets text[] := tg_argv[1];
    booked timestamptz := clock_timestamp();
    simulated timestamptz := catalog.clock();
    own boolean := coalesce(current_setting('herdbook.clock', true) = 'row', false);
begin
    if current_setting('herdbook.erasing', true) = 'demo' then
        return null;
    end if;
    insert into catalog.history (tenant_id, table_name, row_key, operation, actor, changed_at, before)
    select o.j ->> 'tenant_id', tg_table_schema || '.' || tg_table_name, case when cardinality(keys) = 1 then o.j ->> keys[1] else catalog.row_key(variadic (select array_agg(o.j ->> k.name order by k.place) from unnest(keys) with ordinality k (name, place))) end, 'delete', coalesce(nullif(current_setting('herdbook.actor', true), ''), session_user), case when o.j ->> 'tenant_id' <> 'demo' then booked
     when own then coalesce(greatest((o.j ->> 'created_at')::timestamptz, (o.j ->> 'modified_at')::timestamptz, (o.j ->> 'updated_at')::timestamptz, (o.j ->> 'deleted_at')::timestamptz), booked)
     else simulated end, case when cardinality(secrets) = 0 then o.j else o.j || coalesce((select jsonb_object_agg(s.name, '***') from unnest(secrets) s (name) where o.j ->> s.name is not null), '{}') end
      from (select to_jsonb(r.*) as j from old_rows r offset 0) o;
    return null;
end
$body$;

revoke all on function "catalog".book_delete() from public;

create function "catalog".book_baseline(module text, name text, keys text[], secrets text[]) returns bigint language plpgsql security invoker set search_path = pg_catalog set timezone = 'UTC' as $body$
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
            insert into catalog.history (tenant_id, table_name, row_key, operation, actor, changed_at, after)
            select n.j ->> 'tenant_id', $1, case when cardinality($2) = 1 then n.j ->> $2[1] else catalog.row_key(variadic (select array_agg(n.j ->> k.name order by k.place) from unnest($2) with ordinality k (name, place))) end, 'baseline', coalesce(nullif(current_setting('herdbook.actor', true), ''), session_user), $4, case when cardinality($3) = 0 then n.j else n.j || coalesce((select jsonb_object_agg(s.name, '***') from unnest($3) s (name) where n.j ->> s.name is not null), '{}') end
              from (select to_jsonb(r.*) as j from %s r offset 0) n $sql$, target)
          using module || '.' || name, keys, secrets, clock_timestamp();
        get diagnostics affected = row_count;
        booked := booked + affected;
    end loop;
    perform set_config('herdbook.tenant', entered, true);
    return booked;
end
$body$;

revoke all on function "catalog".book_baseline(text, text, text[], text[]) from public;

create function "catalog".erase_demo() returns bigint language plpgsql security definer set search_path = pg_catalog as $body$
declare
    pending text[];
    waiting text[];
    target text;
    affected bigint;
    erased bigint := 0;
    entered text := coalesce(current_setting('herdbook.tenant', true), '');
begin
    if not exists (select from catalog.tenant t where t.tenant_id = 'demo' and t.is_demo) then
        return 0;
    end if;
    perform set_config('herdbook.tenant', 'demo', true), set_config('herdbook.erasing', 'demo', true);
    perform pg_advisory_xact_lock(hashtextextended('herdbook.settle:demo', 0));
    select array_agg(c.oid::regclass::text order by m.kind <> 'ledger', m.table_name)
      into pending
      from catalog.manifest m
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
    delete from catalog.tenant t where t.tenant_id = 'demo' and t.is_demo;
    perform set_config('herdbook.tenant', entered, true), set_config('herdbook.erasing', '', true);
    return erased;
end
$body$;

revoke all on function "catalog".erase_demo() from public;

grant execute on function "catalog".erase_demo() to herdbook_app;

create or replace function "compliance"."status_of"(checklist_status text, deadline timestamptz, moment timestamptz) returns text language sql immutable security invoker set search_path = pg_catalog as $body$
select case
         when checklist_status in ('approved', 'filed') then 'compliant'
         when deadline < moment then 'overdue'
         when checklist_status in ('ready_for_review', 'in_review') then 'in_review'
         else 'action_needed'
       end
$body$;

comment on function "compliance"."status_of" is 'A cell''s state, from its checklist''s state and deadline: what passed its deadline unfiled is overdue.';

create or replace function "compliance"."refresh_status"(only_entity_id text default null, only_domain text default null) returns bigint language plpgsql volatile security invoker set search_path = pg_catalog as $body$
declare
    cells bigint;
begin
    delete from compliance.compliance_status cell
     where (only_entity_id is null or cell.entity_id = only_entity_id)
       and (only_domain is null or cell.compliance_domain = only_domain)
       and cell.checklist_id is not null
       and not exists (
           select from compliance.filing_checklists checklist
            where checklist.entity_id = cell.entity_id
              and checklist.compliance_domain = cell.compliance_domain
              and checklist.deleted_at is null);
    insert into compliance.compliance_status as cell (
        tenant_id, entity_id, entity_type, entity_name, compliance_domain, status, deadline, checklist_id, details, last_assessed_at)
    select distinct on (checklist.entity_id, checklist.compliance_domain)
           checklist.tenant_id, checklist.entity_id, checklist.entity_type, checklist.entity_name, checklist.compliance_domain,
           compliance.status_of(checklist.status, checklist.deadline, clock_timestamp()), checklist.deadline, checklist.id,
           jsonb_build_object(
               'checklist_status', checklist.status,
               'why', case
                        when checklist.status in ('approved', 'filed') then format('The checklist is %s.', checklist.status)
                        when checklist.deadline < clock_timestamp() then format('The checklist is %s, and its deadline has passed.', replace(checklist.status, '_', ' '))
                        else format('The checklist is %s.', replace(checklist.status, '_', ' '))
                      end),
           clock_timestamp()
      from compliance.filing_checklists checklist
     where checklist.deleted_at is null
       and (only_entity_id is null or checklist.entity_id = only_entity_id)
       and (only_domain is null or checklist.compliance_domain = only_domain)
     order by checklist.entity_id, checklist.compliance_domain, checklist.created_at desc, checklist.id desc
    on conflict (tenant_id, entity_id, compliance_domain) do update
       set entity_type = excluded.entity_type, entity_name = excluded.entity_name, status = excluded.status, deadline = excluded.deadline,
           checklist_id = excluded.checklist_id, details = cell.details || excluded.details, last_assessed_at = excluded.last_assessed_at;
    get diagnostics cells = row_count;
    return cells;
end
$body$;

comment on function "compliance"."refresh_status" is 'Computes the matrix''s cells again from the checklists: of one entity and domain, or all of the tenant''s. Returns how many there are.';

create or replace function "control"."lease_is_held"(target text, token bigint) returns boolean language sql stable security invoker set search_path = pg_catalog as $body$
select exists (
    select from control.agent_lease lease
     where lease.target_agent_id = target
       and lease.fence = token
       and lease.status = 'active'
       and lease.expires_at > clock_timestamp())
$body$;

comment on function "control"."lease_is_held" is 'Whether the token is that of the target''s lease that holds now: work that carries an older one is to be refused.';

create or replace function "compliance"."filing_checklists_refresh_compliance_status"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    perform compliance.refresh_status(new.entity_id, new.compliance_domain);
    if tg_op = 'UPDATE' and (old.entity_id, old.compliance_domain) <> (new.entity_id, new.compliance_domain) then
        perform compliance.refresh_status(old.entity_id, old.compliance_domain);
    end if;
    return null;
end
$body$;

create or replace function "compliance"."filing_rule_snapshots_freeze_rule"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    if tg_op = 'INSERT' then
        select rule.rule_data into strict new.rule_data_at_snapshot from compliance.rule_versions rule where rule.id = new.rule_version_id;
        select newer.id
          into new.superseded_by
          from compliance.rule_versions rule
          join compliance.rule_versions newer on newer.rule_identifier = rule.rule_identifier and newer.version > rule.version and newer.status = 'active'
         where rule.id = new.rule_version_id;
        new.is_current := new.superseded_by is null;
    elsif (new.checklist_id, new.rule_version_id, new.snapshotted_at, new.rule_data_at_snapshot)
          is distinct from (old.checklist_id, old.rule_version_id, old.snapshotted_at, old.rule_data_at_snapshot) then
        raise exception using
            errcode = 'restrict_violation',
            message = 'a frozen rule never changes',
            hint = 'Acknowledge the newer version, or start another filing.',
            schema = tg_table_schema, table = tg_table_name;
    end if;
    return new;
exception
    when no_data_found then
        raise exception using
            errcode = 'foreign_key_violation',
            message = format('no rule version has the id %s', new.rule_version_id),
            schema = tg_table_schema, table = tg_table_name, column = 'rule_version_id';
end
$body$;

create or replace function "compliance"."rule_versions_only_newer"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    latest integer;
begin
    -- Whoever adds a version of the same rule waits here.
    perform pg_advisory_xact_lock(hashtextextended('rule_versions/' || new.tenant_id || '/' || new.rule_identifier, 0));
    select max(rule.version) into latest from compliance.rule_versions rule where rule.rule_identifier = new.rule_identifier;
    if new.version <= latest then
        raise exception using
            errcode = 'check_violation',
            message = format('%s has version %s already, and %s is not newer', new.rule_identifier, latest, new.version),
            hint = format('Use version %s.', latest + 1),
            schema = tg_table_schema, table = tg_table_name, column = 'version';
    end if;
    return new;
end
$body$;

create or replace function "compliance"."rule_versions_never_rewritten"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    if to_jsonb(new) - array['status', 'superseded_date', 'modified_at'] is distinct from to_jsonb(old) - array['status', 'superseded_date', 'modified_at'] then
        raise exception using
            errcode = 'restrict_violation',
            message = 'a version of a rule is never rewritten',
            hint = 'Insert a new version.',
            schema = tg_table_schema, table = tg_table_name;
    end if;
    if old.superseded_date is not null and new.superseded_date is distinct from old.superseded_date then
        raise exception using
            errcode = 'restrict_violation',
            message = 'the day on which a version was superseded never changes',
            schema = tg_table_schema, table = tg_table_name, column = 'superseded_date';
    end if;
    if new.status is distinct from old.status
       and (old.status, new.status) not in (('draft', 'pending_review'), ('draft', 'active'), ('pending_review', 'active'), ('pending_review', 'draft'), ('active', 'superseded')) then
        raise exception using
            errcode = 'restrict_violation',
            message = format('a version of a rule does not go from %s to %s', old.status, new.status),
            hint = 'draft, pending_review, active, superseded follow one another.',
            schema = tg_table_schema, table = tg_table_name, column = 'status';
    end if;
    return new;
end
$body$;

create or replace function "compliance"."rule_versions_supersede"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    if tg_op = 'UPDATE' and old.status = 'active' then
        return new;
    end if;
    update compliance.rule_versions rule
       set status = 'superseded', superseded_date = new.effective_date
     where rule.rule_identifier = new.rule_identifier
       and rule.status = 'active'
       and rule.version < new.version;
    return new;
end
$body$;

create or replace function "compliance"."rule_versions_make_filings_stale"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    update compliance.filing_rule_snapshots snapshot
       set is_current = false, superseded_by = new.id, acknowledged = false, acknowledged_by = null, acknowledged_at = null
      from compliance.rule_versions rule
     where rule.id = snapshot.rule_version_id
       and rule.tenant_id = snapshot.tenant_id
       and rule.rule_identifier = new.rule_identifier
       and rule.version < new.version
       and snapshot.superseded_by is distinct from new.id;
    return null;
end
$body$;

create or replace function "control"."agent_lease_grant_in_turn"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    -- Whoever asks for the same target waits here, so tokens grow in the order of the grants.
    perform pg_advisory_xact_lock(hashtextextended('agent_lease/' || new.tenant_id || '/' || new.target_agent_id, 0));
    if new.status <> 'active' or new.expires_at <= clock_timestamp() then
        raise exception using
            errcode = 'check_violation',
            message = 'a lease begins active, and ends later than now',
            schema = tg_table_schema, table = tg_table_name, column = 'expires_at';
    end if;
    update control.agent_lease lease
       set status = 'expired', ended_at = lease.expires_at
     where lease.target_agent_id = new.target_agent_id
       and lease.status = 'active'
       and lease.expires_at <= clock_timestamp();
    new.fence := coalesce((select max(lease.fence) from control.agent_lease lease where lease.target_agent_id = new.target_agent_id), 0) + 1;
    return new;
end
$body$;

create or replace function "control"."agent_lease_keep_grant"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    if (new.lease_id, new.target_agent_id, new.holder, new.fence, new.granted_at) is distinct from (old.lease_id, old.target_agent_id, old.holder, old.fence, old.granted_at) then
        raise exception using
            errcode = 'restrict_violation',
            message = 'target, holder and token of a lease never change',
            hint = 'Take a new lease.',
            schema = tg_table_schema, table = tg_table_name;
    end if;
    if old.status <> 'active' and (new.status <> old.status or new.expires_at <> old.expires_at) then
        raise exception using
            errcode = 'restrict_violation',
            message = format('the lease is %s, and does not come back', old.status),
            hint = 'Take a new lease.',
            schema = tg_table_schema, table = tg_table_name, column = 'status';
    end if;
    if new.status = 'active' and new.expires_at is distinct from old.expires_at then
        if old.expires_at <= clock_timestamp() or new.expires_at < old.expires_at then
            raise exception using
                errcode = 'restrict_violation',
                message = 'a lease is renewed while it holds, and for longer',
                hint = 'Take a new lease.',
                schema = tg_table_schema, table = tg_table_name, column = 'expires_at';
        end if;
        new.renewals := old.renewals + 1;
        new.renewed_at := clock_timestamp();
    end if;
    return new;
end
$body$;

create or replace function "control"."persistent_domain_agent_profile_fail_closed"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    link record;
begin
    select found_link.agent_slug, found_link.status into link from control.business_link found_link where found_link.business_link_id = new.business_link_id and found_link.deleted_at is null;
    if new.lifecycle_state <> 'retired' and new.deleted_at is null
       and (link.agent_slug is distinct from new.agent_slug or link.status = 'revoked' or (new.lifecycle_state <> 'proposed' and link.status <> 'confirmed')) then
        raise exception using
            errcode = 'check_violation',
            message = format('%s has no business link that lets it be %s', new.agent_slug, new.lifecycle_state),
            hint = 'A link names the agent, whom it serves and who owns it; from adoption on it is confirmed.',
            schema = tg_table_schema, table = tg_table_name, column = 'business_link_id';
    end if;
    if tg_op = 'INSERT' then
        if new.lifecycle_state <> 'proposed' then
            raise exception using
                errcode = 'check_violation',
                message = 'a persistent agent begins proposed',
                schema = tg_table_schema, table = tg_table_name, column = 'lifecycle_state';
        end if;
    elsif new.lifecycle_state <> old.lifecycle_state
          and (old.lifecycle_state, new.lifecycle_state) not in (('proposed', 'adopted'), ('adopted', 'active'), ('active', 'paused'), ('paused', 'active'),
               ('proposed', 'retired'), ('adopted', 'retired'), ('active', 'retired'), ('paused', 'retired')) then
        raise exception using
            errcode = 'restrict_violation',
            message = format('a persistent agent does not go from %s to %s', old.lifecycle_state, new.lifecycle_state),
            hint = 'proposed, adopted, active, paused, retired follow one another.',
            schema = tg_table_schema, table = tg_table_name, column = 'lifecycle_state';
    end if;
    return new;
end
$body$;

create or replace function "control"."watchdog_observation_fold_repeats"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    -- Whoever observes the same waits here.
    perform pg_advisory_xact_lock(hashtextextended('watchdog/' || new.tenant_id || '/' || new.agent_id || '/' || new.kind, 0));
    update control.watchdog_observation earlier
       set observation_count = earlier.observation_count + new.observation_count,
           last_seen_at = greatest(earlier.last_seen_at, new.last_seen_at),
           severity = case when array_position(array['info', 'warning', 'critical'], new.severity) > array_position(array['info', 'warning', 'critical'], earlier.severity)
                           then new.severity else earlier.severity end,
           evidence = new.evidence,
           run_id = coalesce(new.run_id, earlier.run_id)
     where earlier.agent_id = new.agent_id
       and earlier.kind = new.kind
       and earlier.status <> 'cleared'
       and earlier.deleted_at is null;
    if found then
        return null;
    end if;
    return new;
end
$body$;

create or replace function "entities"."entities_meet_definition"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    field record;
    value jsonb;
    wrong text;
begin
    for field in
        select definition.field_key, definition.label, definition.input_type, definition.required, definition.options, definition.pattern, definition.min_value, definition.max_value
          from entities.entity_field_definitions definition
         where definition.type_id = new.type_id
           and definition.deleted_at is null
         order by definition.sort_order, definition.field_key
    loop
        value := new.properties -> field.field_key;
        wrong := null;
        if value is null or value in ('null'::jsonb, '""'::jsonb) then
            if field.required then
                wrong := 'is required';
            end if;
        elsif field.input_type in ('number', 'integer') then
            if jsonb_typeof(value) <> 'number' then
                wrong := 'is not a number';
            elsif field.input_type = 'integer' and value::numeric <> trunc(value::numeric) then
                wrong := 'is not a whole number';
            elsif value::numeric < field.min_value or value::numeric > field.max_value then
                wrong := 'is out of its bounds';
            end if;
        elsif field.input_type = 'boolean' then
            if jsonb_typeof(value) <> 'boolean' then
                wrong := 'is neither true nor false';
            end if;
        elsif field.input_type in ('date', 'datetime') then
            begin
                perform case field.input_type when 'date' then (value #>> '{}')::date::timestamptz else (value #>> '{}')::timestamptz end;
            exception
                when data_exception then
                    wrong := format('is no %s', field.input_type);
            end;
        elsif field.input_type = 'multiselect' then
            if jsonb_typeof(value) <> 'array' or (field.options is not null and jsonb_typeof(field.options) = 'array' and not (field.options @> value)) then
                wrong := 'holds what cannot be chosen';
            end if;
        elsif field.input_type = 'select' then
            if field.options is not null and not (case jsonb_typeof(field.options) when 'object' then field.options ? (value #>> '{}') else field.options @> value end) then
                wrong := 'is not one of its options';
            end if;
        elsif jsonb_typeof(value) not in ('string', 'number') then
            wrong := 'is not text';
        elsif field.pattern is not null and (value #>> '{}') !~ field.pattern then
            wrong := 'does not match its pattern';
        end if;
        if wrong is not null then
            raise exception using
                errcode = 'check_violation',
                message = format('%s (%s) %s', field.label, field.field_key, wrong),
                hint = 'The fields of a type stand in entities.entity_field_definitions.',
                schema = tg_table_schema, table = tg_table_name, column = 'properties';
        end if;
    end loop;
    return new;
end
$body$;

create or replace function "entities"."entity_type_definitions_keep_system_types"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    if (new.deleted_at is not null and old.deleted_at is null) or not new.is_system_type or new.type_key <> old.type_key then
        raise exception using
            errcode = 'restrict_violation',
            message = format('%s is a system type: it is neither deleted nor renamed', old.type_key),
            schema = tg_table_schema, table = tg_table_name, column = 'is_system_type';
    end if;
    return new;
end
$body$;

create or replace function "entities"."relationships_meet_rule"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    rule record;
begin
    -- Both entities are held, so that two edges cannot pass at once where one is allowed.
    perform from entities.entities entity
      where entity.entity_id in (new.parent_entity_id, new.child_entity_id)
      order by entity.entity_id
        for no key update;
    select definition.rule_id, definition.cardinality
      into rule
      from entities.entities parent
      join entities.entities child on child.entity_id = new.child_entity_id
      join entities.entity_relationship_rules definition
        on definition.parent_type_id = parent.type_id
       and definition.child_type_id = child.type_id
       and definition.deleted_at is null
     where parent.entity_id = new.parent_entity_id;
    if rule.rule_id is null then
        raise exception using
            errcode = 'check_violation',
            message = 'no rule lets entities of these types be joined',
            hint = 'Add one to entities.entity_relationship_rules.',
            schema = tg_table_schema, table = tg_table_name, column = 'child_entity_id';
    end if;
    new.rule_id := rule.rule_id;
    if rule.cardinality in ('one_to_one', 'one_to_many') and exists (
           select from entities.relationships other
            where other.child_entity_id = new.child_entity_id and other.rule_id = rule.rule_id
              and other.relationship_id <> new.relationship_id and other.deleted_at is null) then
        raise exception using
            errcode = 'check_violation',
            message = format('the rule is %s, and the entity below is joined already', rule.cardinality),
            schema = tg_table_schema, table = tg_table_name, column = 'child_entity_id';
    end if;
    if rule.cardinality in ('one_to_one', 'many_to_one') and exists (
           select from entities.relationships other
            where other.parent_entity_id = new.parent_entity_id and other.rule_id = rule.rule_id
              and other.relationship_id <> new.relationship_id and other.deleted_at is null) then
        raise exception using
            errcode = 'check_violation',
            message = format('the rule is %s, and the entity above is joined already', rule.cardinality),
            schema = tg_table_schema, table = tg_table_name, column = 'parent_entity_id';
    end if;
    return new;
end
$body$;

create or replace function "memory"."memory_execution_logs_count_for_playbook"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    counted boolean := new.linked_playbook_id is not null and new.deleted_at is null and new.status in ('success', 'failed', 'timeout');
    was_counted boolean := false;
begin
    if tg_op = 'UPDATE' then
        was_counted := old.linked_playbook_id is not null and old.deleted_at is null and old.status in ('success', 'failed', 'timeout');
        if not counted and not was_counted then
            return null;
        end if;
    end if;
    if counted and not was_counted then
        update memory.memory_self_healing_playbooks playbook
           set total_runs = playbook.total_runs + 1,
               successful_runs = playbook.successful_runs + (new.status = 'success')::integer,
               total_execution_time_ms = playbook.total_execution_time_ms + new.duration_ms,
               last_used_at = greatest(playbook.last_used_at, new.started_at)
         where playbook.playbook_name = new.linked_playbook_id;
        return null;
    end if;
    if not was_counted then
        return null;
    end if;
    -- The playbooks are locked first: the count that follows then sees every run of another transaction that was counted before.
    perform from memory.memory_self_healing_playbooks playbook
      where playbook.playbook_name in (old.linked_playbook_id, new.linked_playbook_id)
      order by playbook.playbook_name
        for update;
    update memory.memory_self_healing_playbooks playbook
       set (total_runs, successful_runs, total_execution_time_ms, last_used_at) = (
           select count(*), count(*) filter (where log.status = 'success'), coalesce(sum(log.duration_ms), 0), max(log.started_at)
             from memory.memory_execution_logs log
            where log.linked_playbook_id = playbook.playbook_name
              and log.status in ('success', 'failed', 'timeout')
              and log.deleted_at is null)
     where playbook.playbook_name in (old.linked_playbook_id, new.linked_playbook_id);
    return null;
end
$body$;

create or replace function "memory"."memory_self_healing_playbooks_count_runs"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    -- While a run is being booked, its own trigger has the figures.
    if tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
        return new;
    end if;
    if tg_op = 'UPDATE' and new.playbook_name = old.playbook_name then
        new.total_runs := old.total_runs;
        new.successful_runs := old.successful_runs;
        new.total_execution_time_ms := old.total_execution_time_ms;
        new.last_used_at := old.last_used_at;
        return new;
    end if;
    select count(*), count(*) filter (where log.status = 'success'), coalesce(sum(log.duration_ms), 0), max(log.started_at)
      into new.total_runs, new.successful_runs, new.total_execution_time_ms, new.last_used_at
      from memory.memory_execution_logs log
     where log.linked_playbook_id = new.playbook_name
       and log.status in ('success', 'failed', 'timeout')
       and log.deleted_at is null;
    return new;
end
$body$;

create or replace function "memory"."memory_trigger_mesh_count_deliveries"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    -- While a delivery is being booked, its own trigger has the figures.
    if tg_op = 'UPDATE' and pg_trigger_depth() > 1 then
        return new;
    end if;
    if tg_op = 'UPDATE' and new.trigger_id = old.trigger_id then
        new.total_triggers := old.total_triggers;
        new.successful_triggers := old.successful_triggers;
        new.failed_triggers := old.failed_triggers;
        new.total_execution_time_ms := old.total_execution_time_ms;
        new.last_triggered_at := old.last_triggered_at;
        return new;
    end if;
    select count(*), count(*) filter (where delivery.status = 'delivered'), count(*) filter (where delivery.status = 'dead'),
           coalesce(sum(delivery.duration_ms), 0), max(delivery.ended_at)
      into new.total_triggers, new.successful_triggers, new.failed_triggers, new.total_execution_time_ms, new.last_triggered_at
      from memory.trigger_deliveries delivery
     where delivery.trigger_id = new.trigger_id
       and delivery.status in ('delivered', 'dead')
       and delivery.deleted_at is null;
    return new;
end
$body$;

create or replace function "memory"."trigger_deliveries_count_for_trigger"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    counted boolean := new.deleted_at is null and new.status in ('delivered', 'dead');
    was_counted boolean := false;
begin
    if tg_op = 'UPDATE' then
        was_counted := old.deleted_at is null and old.status in ('delivered', 'dead');
        if not counted and not was_counted then
            return null;
        end if;
    end if;
    if counted and not was_counted then
        update memory.memory_trigger_mesh rule
           set total_triggers = rule.total_triggers + 1,
               successful_triggers = rule.successful_triggers + (new.status = 'delivered')::integer,
               failed_triggers = rule.failed_triggers + (new.status = 'dead')::integer,
               total_execution_time_ms = rule.total_execution_time_ms + coalesce(new.duration_ms, 0),
               last_triggered_at = greatest(rule.last_triggered_at, new.ended_at)
         where rule.trigger_id = new.trigger_id;
        return null;
    end if;
    if not was_counted then
        return null;
    end if;
    -- The rules are locked first: the count that follows then sees every delivery of another transaction that was counted before.
    perform from memory.memory_trigger_mesh rule
      where rule.trigger_id in (old.trigger_id, new.trigger_id)
      order by rule.trigger_id
        for update;
    update memory.memory_trigger_mesh rule
       set (total_triggers, successful_triggers, failed_triggers, total_execution_time_ms, last_triggered_at) = (
           select count(*), count(*) filter (where delivery.status = 'delivered'), count(*) filter (where delivery.status = 'dead'),
                  coalesce(sum(delivery.duration_ms), 0), max(delivery.ended_at)
             from memory.trigger_deliveries delivery
            where delivery.trigger_id = rule.trigger_id
              and delivery.status in ('delivered', 'dead')
              and delivery.deleted_at is null)
     where rule.trigger_id in (old.trigger_id, new.trigger_id);
    return null;
end
$body$;

create or replace function "prompts"."prompt_templates_name_active_version"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    new.active_version_id := (
        select version.id
          from prompts.prompt_versions version
         where version.template_id = new.id
           and version.status = 'active'
           and version.deleted_at is null);
    return new;
end
$body$;

create or replace function "prompts"."prompt_versions_hash_body"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    new.body_hash := encode(sha256(convert_to(new.body, 'UTF8')), 'hex');
    return new;
end
$body$;

create or replace function "prompts"."prompt_versions_number_versions"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    -- Whoever adds a version to the same template waits here.
    perform pg_advisory_xact_lock(hashtextextended('prompt_versions/' || new.tenant_id || '/' || new.template_id, 0));
    new.version_number := coalesce((
        select max(version.version_number)
          from prompts.prompt_versions version
         where version.template_id = new.template_id), 0) + 1;
    return new;
end
$body$;

create or replace function "prompts"."prompt_versions_keep_published"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    if new.template_id is distinct from old.template_id or new.version_number is distinct from old.version_number
       or new.author_id is distinct from old.author_id then
        raise exception using
            errcode = 'restrict_violation',
            message = 'a version stays with its template, its number and its author',
            hint = 'Make a new draft.',
            schema = tg_table_schema, table = tg_table_name, column = 'template_id';
    end if;
    if new.body is distinct from old.body and (old.status <> 'draft' or new.status <> 'draft') then
        raise exception using
            errcode = 'restrict_violation',
            message = format('the text of a version that is %s never changes', replace(new.status, '_', '-')),
            hint = 'Make a new draft, and promote it.',
            schema = tg_table_schema, table = tg_table_name, column = 'body';
    end if;
    if new.status is distinct from old.status
       and (old.status, new.status) not in (('draft', 'pre_production'), ('draft', 'active'), ('pre_production', 'active'), ('pre_production', 'archived'),
                                            ('draft', 'archived'), ('active', 'archived'), ('archived', 'active')) then
        raise exception using
            errcode = 'restrict_violation',
            message = format('a version does not go from %s to %s', old.status, new.status),
            hint = 'draft, pre_production, active, archived follow one another; an archived version may become active again.',
            schema = tg_table_schema, table = tg_table_name, column = 'status';
    end if;
    if old.status <> 'draft' and new.deleted_at is not null and old.deleted_at is null then
        raise exception using
            errcode = 'restrict_violation',
            message = 'only a draft can be discarded',
            hint = 'Archive the version.',
            schema = tg_table_schema, table = tg_table_name, column = 'deleted_at';
    end if;
    return new;
end
$body$;

create or replace function "prompts"."prompt_versions_name_active_version"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
begin
    update prompts.prompt_templates template
       set active_version_id = null
     where template.id = new.template_id
       and template.active_version_id is distinct from (
           select version.id
             from prompts.prompt_versions version
            where version.template_id = template.id
              and version.status = 'active'
              and version.deleted_at is null);
    return null;
end
$body$;

create or replace function "skills"."skill_artifacts_address_content"() returns trigger language plpgsql security invoker set search_path = pg_catalog as $body$
declare
    address text := encode(sha256(convert_to(new.content, 'UTF8')), 'hex');
begin
    if tg_op = 'UPDATE' and new.content is distinct from old.content and new.content_hash = old.content_hash then
        new.content_hash := address;
    end if;
    if new.content_hash is null then
        new.content_hash := address;
    elsif lower(new.content_hash) <> address then
        raise exception using
            errcode = 'check_violation',
            message = 'content_hash is not the SHA-256 of content',
            detail = format('The content has %s.', address),
            hint = 'Leave content_hash out, and the database fills it in.',
            schema = tg_table_schema, table = tg_table_name, column = 'content_hash';
    end if;
    return new;
end
$body$;

create table "agent"."artifacts" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."artifacts_id_seq"),
    "global_id" text,
    "artifact_type" text not null,
    "external_id" text not null,
    "title" text,
    "summary" text,
    "source_system" text,
    "created_at" timestamp with time zone default (now()) not null,
    "metadata" jsonb,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."artifacts" add constraint "artifacts_pkey" primary key ("tenant_id", "id");

alter table "agent"."artifacts" add constraint "artifacts_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."artifacts" add constraint "artifacts_metadata_shape" check ("catalog".matches_shape("metadata", '{"type":"object"}'::jsonb));

alter table "agent"."artifacts" add constraint "artifacts_tenant_present" check (tenant_id <> '');

create index "artifacts_artifact_type_external_id_idx" on "agent"."artifacts" using btree ("tenant_id", "artifact_type", "external_id");

create index "artifacts_search_idx" on "agent"."artifacts" using gin (("catalog".search_words("title", "summary", "external_id")));

comment on table "agent"."artifacts" is 'A handle to something outside: a document, a repository, a recording.';

comment on column "agent"."artifacts"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."artifacts"."id" is 'The artifact''s number.';

comment on column "agent"."artifacts"."global_id" is 'A code that other systems may use.';

comment on column "agent"."artifacts"."artifact_type" is 'What sort of thing it is.';

comment on column "agent"."artifacts"."external_id" is 'Where it is: an address, a path, an id.';

comment on column "agent"."artifacts"."title" is 'What it is called.';

comment on column "agent"."artifacts"."summary" is 'What it says, in short.';

comment on column "agent"."artifacts"."source_system" is 'The system that keeps it.';

comment on column "agent"."artifacts"."created_at" is 'When the row was made.';

comment on column "agent"."artifacts"."metadata" is 'What else is known.';

comment on column "agent"."artifacts"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."artifacts"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."block_actions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."block_actions_id_seq"),
    "block_id" bigint not null,
    "action_type" text not null,
    "tool_name" text not null,
    "tool_params_template" jsonb,
    "is_default" boolean default 'false'::boolean not null,
    "metadata" jsonb,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."block_actions" add constraint "block_actions_pkey" primary key ("tenant_id", "id");

create unique index "block_actions_block_id_key" on "agent"."block_actions" ("tenant_id", "block_id") where is_default and deleted_at is null;

alter table "agent"."block_actions" add constraint "block_actions_tool_params_template_shape" check ("catalog".matches_shape("tool_params_template", '{"type":"object"}'::jsonb));

alter table "agent"."block_actions" add constraint "block_actions_metadata_shape" check ("catalog".matches_shape("metadata", '{"type":"object"}'::jsonb));

alter table "agent"."block_actions" add constraint "block_actions_tenant_present" check (tenant_id <> '');

create index "block_actions_block_id_idx" on "agent"."block_actions" using btree ("tenant_id", "block_id");

create index "block_actions_tool_name_idx" on "agent"."block_actions" using btree ("tenant_id", "tool_name");

create index "block_actions_search_idx" on "agent"."block_actions" using gin (("catalog".search_words("action_type", "tool_name")));

comment on table "agent"."block_actions" is 'What can be done with a block: a tool and the parameters to call it with.';

comment on column "agent"."block_actions"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."block_actions"."id" is 'The action''s number.';

comment on column "agent"."block_actions"."block_id" is 'The block.';

comment on column "agent"."block_actions"."action_type" is 'What it does.';

comment on column "agent"."block_actions"."tool_name" is 'The tool that it calls.';

comment on column "agent"."block_actions"."tool_params_template" is 'What the tool is called with, with places for parameters.';

comment on column "agent"."block_actions"."is_default" is 'Whether it is the one done unless told otherwise.';

comment on column "agent"."block_actions"."metadata" is 'What else is known.';

comment on column "agent"."block_actions"."created_at" is 'When the row was made.';

comment on column "agent"."block_actions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."block_actions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."blocks" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."blocks_id_seq"),
    "global_id" text not null,
    "block_type" text not null,
    "title" text,
    "body_md" text,
    "source_table" text,
    "source_id" text,
    "artifact_id" bigint,
    "vector_key" text,
    "graph_key" text,
    "metadata" jsonb,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."blocks" add constraint "blocks_pkey" primary key ("tenant_id", "id");

alter table "agent"."blocks" add constraint "blocks_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."blocks" add constraint "blocks_metadata_shape" check ("catalog".matches_shape("metadata", '{"type":"object"}'::jsonb));

alter table "agent"."blocks" add constraint "blocks_tenant_present" check (tenant_id <> '');

alter table "agent"."blocks" add constraint "blocks_subject_whole" check (("source_table" is null) = ("source_id" is null));

create index "blocks_artifact_id_idx" on "agent"."blocks" using btree ("tenant_id", "artifact_id");

create index "blocks_source_table_source_id_idx" on "agent"."blocks" using btree ("tenant_id", "source_table", "source_id");

create index "blocks_block_type_idx" on "agent"."blocks" using btree ("tenant_id", "block_type");

create index "blocks_vector_key_idx" on "agent"."blocks" using btree ("tenant_id", "vector_key");

create index "blocks_graph_key_idx" on "agent"."blocks" using btree ("tenant_id", "graph_key");

create index "blocks_search_idx" on "agent"."blocks" using gin (("catalog".search_words("title", "body_md")));

comment on table "agent"."blocks" is 'A piece of meaning: a step, a section, a snippet; what searches by meaning lead back to.';

comment on column "agent"."blocks"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."blocks"."id" is 'The block''s number.';

comment on column "agent"."blocks"."global_id" is 'A code that other systems may use.';

comment on column "agent"."blocks"."block_type" is 'What sort of piece it is.';

comment on column "agent"."blocks"."title" is 'What it is called.';

comment on column "agent"."blocks"."body_md" is 'What it says.';

comment on column "agent"."blocks"."source_table" is 'The table of the row that it was made from.';

comment on column "agent"."blocks"."source_id" is 'The key of the row that it was made from.';

comment on column "agent"."blocks"."artifact_id" is 'The artifact that it is part of.';

comment on column "agent"."blocks"."vector_key" is 'Its id in a store of embeddings.';

comment on column "agent"."blocks"."graph_key" is 'Its id in a graph.';

comment on column "agent"."blocks"."metadata" is 'What else is known.';

comment on column "agent"."blocks"."created_at" is 'When the row was made.';

comment on column "agent"."blocks"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."blocks"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."context_recipes" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."context_recipes_id_seq"),
    "name" text not null,
    "description" text,
    "retrieval_spec" jsonb not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."context_recipes" add constraint "context_recipes_pkey" primary key ("tenant_id", "id");

alter table "agent"."context_recipes" add constraint "context_recipes_name_key" unique ("tenant_id", "name");

alter table "agent"."context_recipes" add constraint "context_recipes_retrieval_spec_shape" check ("catalog".matches_shape("retrieval_spec", '{"type":"object"}'::jsonb));

alter table "agent"."context_recipes" add constraint "context_recipes_tenant_present" check (tenant_id <> '');

create index "context_recipes_search_idx" on "agent"."context_recipes" using gin (("catalog".search_words("name", "description")));

comment on table "agent"."context_recipes" is 'How a context is put together: what is fetched from where before a model is called.';

comment on column "agent"."context_recipes"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."context_recipes"."id" is 'The recipe''s number.';

comment on column "agent"."context_recipes"."name" is 'What it is called.';

comment on column "agent"."context_recipes"."description" is 'What it is for.';

comment on column "agent"."context_recipes"."retrieval_spec" is 'The queries and filters, in their order.';

comment on column "agent"."context_recipes"."created_at" is 'When the row was made.';

comment on column "agent"."context_recipes"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."context_recipes"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."events" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated always as identity (sequence name "agent"."events_id_seq"),
    "session_id" bigint not null,
    "occurred_at" timestamp with time zone default (now()) not null,
    "event_type" text not null,
    "event_source" text,
    "subject_type" text,
    "subject_id" text,
    "message" text,
    "payload" jsonb,
    "salience_score" numeric(3,2),
    "memory_scope" text,
    "promoted_fact_id" bigint,
    "created_at" timestamp with time zone default (now()) not null,
    "event_key" uuid not null,
    "parent_event_key" uuid,
    "tool_use_id" text,
    "tool_name" text,
    "is_error" boolean default 'false'::boolean not null,
    "duration_ms" bigint,
    "model_code" text,
    "message_id" text,
    "request_id" text,
    "source_file_id" bigint,
    "source_line" integer,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "agent"."events" add constraint "events_pkey" primary key ("tenant_id", "id");

alter table "agent"."events" add constraint "events_session_id_event_key_key" unique ("tenant_id", "session_id", "event_key");

alter table "agent"."events" add constraint "events_event_type_one_of" check ("event_type" in ('user_message'::text, 'assistant_message'::text, 'thinking'::text, 'tool_call'::text, 'tool_result'::text, 'hook'::text, 'compaction'::text, 'summary'::text, 'permission_change'::text, 'pr_link'::text, 'system'::text, 'tool_progress'::text, 'queue'::text, 'file_snapshot'::text, 'other'::text));

alter table "agent"."events" add constraint "events_salience_score_range" check ("salience_score" >= 0 and "salience_score" <= 1);

alter table "agent"."events" add constraint "events_memory_scope_one_of" check ("memory_scope" in ('run'::text, 'session'::text, 'user'::text, 'project'::text, 'engagement'::text, 'global'::text));

alter table "agent"."events" add constraint "events_tenant_present" check (tenant_id <> '');

alter table "agent"."events" add constraint "events_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "agent"."events" add constraint "events_message_is_short_check" check (length(message) <= 300);

create index "events_session_id_tool_use_id_part_idx" on "agent"."events" using btree ("tenant_id", "session_id", "tool_use_id") where tool_use_id is not null;

create index "events_occurred_at_part_idx" on "agent"."events" using btree ("tenant_id", "occurred_at") where is_error;

create index "events_session_id_part_idx" on "agent"."events" using btree ("tenant_id", "session_id") where event_type = 'tool_call';

create index "events_booked_xid_idx" on "agent"."events" (booked_xid);

comment on table "agent"."events" is 'Something that happened in a session: a message, a tool call, a result.';

comment on column "agent"."events"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."events"."id" is 'The event''s number.';

comment on column "agent"."events"."session_id" is 'The session that it happened in.';

comment on column "agent"."events"."occurred_at" is 'When it happened.';

comment on column "agent"."events"."event_type" is 'What happened.';

comment on column "agent"."events"."event_source" is 'Who or what caused it.';

comment on column "agent"."events"."subject_type" is 'The table of what it is about.';

comment on column "agent"."events"."subject_id" is 'The key of what it is about.';

comment on column "agent"."events"."message" is 'A line of it, of at most 300 characters.';

comment on column "agent"."events"."payload" is 'The whole of it.';

comment on column "agent"."events"."salience_score" is 'How much it matters.';

comment on column "agent"."events"."memory_scope" is 'How far it is remembered.';

comment on column "agent"."events"."promoted_fact_id" is 'The fact that was made of it.';

comment on column "agent"."events"."created_at" is 'When the row was made.';

comment on column "agent"."events"."event_key" is 'The event''s own key in its session: what it is booked once by.';

comment on column "agent"."events"."parent_event_key" is 'The event that it follows.';

comment on column "agent"."events"."tool_use_id" is 'The tool call that it belongs to.';

comment on column "agent"."events"."tool_name" is 'The tool that was called.';

comment on column "agent"."events"."is_error" is 'Whether it reports an error.';

comment on column "agent"."events"."duration_ms" is 'How long it took.';

comment on column "agent"."events"."model_code" is 'The model that spoke.';

comment on column "agent"."events"."message_id" is 'The message that it is part of.';

comment on column "agent"."events"."request_id" is 'The request that returned it.';

comment on column "agent"."events"."source_file_id" is 'The file that it was read from.';

comment on column "agent"."events"."source_line" is 'The line that it was read from.';

comment on column "agent"."events"."booked_at" is 'When the row was booked.';

comment on column "agent"."events"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "agent"."execution_runs" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."execution_runs_id_seq"),
    "global_id" text,
    "session_id" bigint,
    "process_name" text not null,
    "subject_type" text,
    "subject_id" text,
    "status" text default 'running'::text not null,
    "started_at" timestamp with time zone default (now()),
    "ended_at" timestamp with time zone,
    "estimated_hours" numeric(8,2),
    "actual_hours" numeric(8,2),
    "variance_pct" numeric(14,2) generated always as (case when estimated_hours > 0 then (actual_hours - estimated_hours) / estimated_hours * 100 end) stored,
    "outcome_status" text,
    "outcome_score" numeric(5,2),
    "human_minutes" numeric(8,2),
    "llm_cost" numeric(10,4),
    "telemetry" jsonb,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."execution_runs" add constraint "execution_runs_pkey" primary key ("tenant_id", "id");

alter table "agent"."execution_runs" add constraint "execution_runs_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."execution_runs" add constraint "execution_runs_status_one_of" check ("status" in ('running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text));

alter table "agent"."execution_runs" add constraint "execution_runs_estimated_hours_range" check ("estimated_hours" >= 0);

alter table "agent"."execution_runs" add constraint "execution_runs_actual_hours_range" check ("actual_hours" >= 0);

alter table "agent"."execution_runs" add constraint "execution_runs_outcome_status_one_of" check ("outcome_status" in ('success'::text, 'partial'::text, 'failure'::text));

alter table "agent"."execution_runs" add constraint "execution_runs_human_minutes_range" check ("human_minutes" >= 0);

alter table "agent"."execution_runs" add constraint "execution_runs_llm_cost_range" check ("llm_cost" >= 0);

alter table "agent"."execution_runs" add constraint "execution_runs_telemetry_shape" check ("catalog".matches_shape("telemetry", '{"type":"object"}'::jsonb));

alter table "agent"."execution_runs" add constraint "execution_runs_tenant_present" check (tenant_id <> '');

alter table "agent"."execution_runs" add constraint "execution_runs_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

create index "execution_runs_session_id_idx" on "agent"."execution_runs" using btree ("tenant_id", "session_id");

create index "execution_runs_process_name_started_at_idx" on "agent"."execution_runs" using btree ("tenant_id", "process_name", "started_at");

create index "execution_runs_subject_type_subject_id_idx" on "agent"."execution_runs" using btree ("tenant_id", "subject_type", "subject_id");

create index "execution_runs_search_idx" on "agent"."execution_runs" using gin (("catalog".search_words("process_name")));

comment on table "agent"."execution_runs" is 'One run of a process: what it was thought to take, what it took, and how it came out.';

comment on column "agent"."execution_runs"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."execution_runs"."id" is 'The run''s number.';

comment on column "agent"."execution_runs"."global_id" is 'A code that other systems may use.';

comment on column "agent"."execution_runs"."session_id" is 'The session that it ran in.';

comment on column "agent"."execution_runs"."process_name" is 'The process.';

comment on column "agent"."execution_runs"."subject_type" is 'The table of what it is about.';

comment on column "agent"."execution_runs"."subject_id" is 'The key of what it is about.';

comment on column "agent"."execution_runs"."status" is 'Where it stands.';

comment on column "agent"."execution_runs"."started_at" is 'When it began.';

comment on column "agent"."execution_runs"."ended_at" is 'When it ended.';

comment on column "agent"."execution_runs"."estimated_hours" is 'How long it was thought to take.';

comment on column "agent"."execution_runs"."actual_hours" is 'How long it took.';

comment on column "agent"."execution_runs"."variance_pct" is 'How far it was off, in per cent of the estimate; computed, and empty without an estimate above 0.';

comment on column "agent"."execution_runs"."outcome_status" is 'How it came out.';

comment on column "agent"."execution_runs"."outcome_score" is 'How well it came out.';

comment on column "agent"."execution_runs"."human_minutes" is 'How long people were kept busy by it.';

comment on column "agent"."execution_runs"."llm_cost" is 'What its models cost.';

comment on column "agent"."execution_runs"."telemetry" is 'What else was measured.';

comment on column "agent"."execution_runs"."created_at" is 'When the row was made.';

comment on column "agent"."execution_runs"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."execution_runs"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."facts" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."facts_id_seq"),
    "global_id" text,
    "subject_type" text,
    "subject_id" text,
    "fact_type" text,
    "category" text,
    "content" text not null,
    "salience_score" numeric(3,2),
    "valid_from" timestamp with time zone default (now()),
    "valid_to" timestamp with time zone,
    "source_event_id" bigint,
    "source_ref" text,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."facts" add constraint "facts_pkey" primary key ("tenant_id", "id");

alter table "agent"."facts" add constraint "facts_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."facts" add constraint "facts_fact_type_one_of" check ("fact_type" in ('preference'::text, 'constraint'::text, 'pattern'::text, 'anti_pattern'::text, 'heuristic'::text, 'result'::text));

alter table "agent"."facts" add constraint "facts_salience_score_range" check ("salience_score" >= 0 and "salience_score" <= 1);

alter table "agent"."facts" add constraint "facts_tenant_present" check (tenant_id <> '');

alter table "agent"."facts" add constraint "facts_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "agent"."facts" add constraint "facts_ends_after_it_begins_check" check (valid_to >= valid_from);

create index "facts_subject_type_subject_id_fact_type_category_idx" on "agent"."facts" using btree ("tenant_id", "subject_type", "subject_id", "fact_type", "category");

create index "facts_source_event_id_idx" on "agent"."facts" using btree ("tenant_id", "source_event_id");

create index "facts_fact_type_category_part_idx" on "agent"."facts" using btree ("tenant_id", "fact_type", "category") where valid_to is null;

create index "facts_search_idx" on "agent"."facts" using gin (("catalog".search_words("content", "category")));

comment on table "agent"."facts" is 'Something known for long about a subject: a preference, a constraint, a pattern.';

comment on column "agent"."facts"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."facts"."id" is 'The fact''s number.';

comment on column "agent"."facts"."global_id" is 'A code that other systems may use.';

comment on column "agent"."facts"."subject_type" is 'The table of what it is about.';

comment on column "agent"."facts"."subject_id" is 'The key of what it is about.';

comment on column "agent"."facts"."fact_type" is 'What sort of knowledge it is.';

comment on column "agent"."facts"."category" is 'The field of life or work that it belongs to.';

comment on column "agent"."facts"."content" is 'What is known.';

comment on column "agent"."facts"."salience_score" is 'How much it matters, from 0 to 1.';

comment on column "agent"."facts"."valid_from" is 'From when it holds.';

comment on column "agent"."facts"."valid_to" is 'Until when it held; empty while it holds.';

comment on column "agent"."facts"."source_event_id" is 'The event that it was taken from.';

comment on column "agent"."facts"."source_ref" is 'Where else it is known from.';

comment on column "agent"."facts"."created_at" is 'When the row was made.';

comment on column "agent"."facts"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."facts"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."goals" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."goals_id_seq"),
    "global_id" text,
    "subject_type" text,
    "subject_id" text,
    "title" text not null,
    "description" text,
    "success_criteria" jsonb,
    "status" text default 'active'::text not null,
    "priority" integer,
    "time_horizon_start" date,
    "time_horizon_end" date,
    "parent_goal_id" bigint,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."goals" add constraint "goals_pkey" primary key ("tenant_id", "id");

alter table "agent"."goals" add constraint "goals_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."goals" add constraint "goals_status_one_of" check ("status" in ('planned'::text, 'active'::text, 'satisfied'::text, 'failed'::text, 'paused'::text));

alter table "agent"."goals" add constraint "goals_priority_range" check ("priority" >= 1);

alter table "agent"."goals" add constraint "goals_tenant_present" check (tenant_id <> '');

alter table "agent"."goals" add constraint "goals_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "agent"."goals" add constraint "goals_ends_after_it_begins_check" check (time_horizon_end >= time_horizon_start);

alter table "agent"."goals" add constraint "goals_serves_another_check" check (parent_goal_id <> id);

create index "goals_subject_type_subject_id_idx" on "agent"."goals" using btree ("tenant_id", "subject_type", "subject_id");

create index "goals_parent_goal_id_idx" on "agent"."goals" using btree ("tenant_id", "parent_goal_id");

create index "goals_status_priority_idx" on "agent"."goals" using btree ("tenant_id", "status", "priority");

create index "goals_search_idx" on "agent"."goals" using gin (("catalog".search_words("title", "description")));

comment on table "agent"."goals" is 'A goal that an agent can work towards and measure.';

comment on column "agent"."goals"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."goals"."id" is 'The goal''s number.';

comment on column "agent"."goals"."global_id" is 'A code that other systems may use.';

comment on column "agent"."goals"."subject_type" is 'The table of what it is about.';

comment on column "agent"."goals"."subject_id" is 'The key of what it is about.';

comment on column "agent"."goals"."title" is 'What is to be reached, in a line.';

comment on column "agent"."goals"."description" is 'What is to be reached.';

comment on column "agent"."goals"."success_criteria" is 'What shows that it is reached.';

comment on column "agent"."goals"."status" is 'Where it stands.';

comment on column "agent"."goals"."priority" is 'How much it matters; 1 is the highest.';

comment on column "agent"."goals"."time_horizon_start" is 'From when it holds.';

comment on column "agent"."goals"."time_horizon_end" is 'Until when it holds.';

comment on column "agent"."goals"."parent_goal_id" is 'The goal that it serves.';

comment on column "agent"."goals"."created_at" is 'When the row was made.';

comment on column "agent"."goals"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."goals"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."profile_tools" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "profile_id" bigint,
    "tool_id" bigint,
    "is_enabled" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."profile_tools" add constraint "profile_tools_pkey" primary key ("tenant_id", "profile_id", "tool_id");

alter table "agent"."profile_tools" add constraint "profile_tools_tenant_present" check (tenant_id <> '');

create index "profile_tools_tool_id_idx" on "agent"."profile_tools" using btree ("tenant_id", "tool_id");

comment on table "agent"."profile_tools" is 'A tool that a profile may use; what has no row here is refused.';

comment on column "agent"."profile_tools"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."profile_tools"."profile_id" is 'The profile.';

comment on column "agent"."profile_tools"."tool_id" is 'The tool.';

comment on column "agent"."profile_tools"."is_enabled" is 'Whether it may be used at present.';

comment on column "agent"."profile_tools"."created_at" is 'When the row was made.';

comment on column "agent"."profile_tools"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."profile_tools"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."profiles" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."profiles_id_seq"),
    "global_id" text,
    "name" text not null,
    "description" text,
    "system_prompt_template" text,
    "harness_config" jsonb,
    "default_model" text,
    "default_context_recipe_id" bigint,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."profiles" add constraint "profiles_pkey" primary key ("tenant_id", "id");

alter table "agent"."profiles" add constraint "profiles_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."profiles" add constraint "profiles_name_key" unique ("tenant_id", "name");

alter table "agent"."profiles" add constraint "profiles_harness_config_shape" check ("catalog".matches_shape("harness_config", '{"type":"object"}'::jsonb));

alter table "agent"."profiles" add constraint "profiles_tenant_present" check (tenant_id <> '');

create index "profiles_default_context_recipe_id_idx" on "agent"."profiles" using btree ("tenant_id", "default_context_recipe_id");

create index "profiles_search_idx" on "agent"."profiles" using gin (("catalog".search_words("name", "description")));

comment on table "agent"."profiles" is 'An agent as it is run: its prompt, its model and its harness.';

comment on column "agent"."profiles"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."profiles"."id" is 'The profile''s number.';

comment on column "agent"."profiles"."global_id" is 'A code that other systems may use.';

comment on column "agent"."profiles"."name" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "agent"."profiles"."description" is 'What it is for.';

comment on column "agent"."profiles"."system_prompt_template" is 'The text that it begins with, with places for parameters.';

comment on column "agent"."profiles"."harness_config" is 'The surroundings that it runs in: sandbox, folders, rules of the editor.';

comment on column "agent"."profiles"."default_model" is 'The model that it runs on unless told otherwise.';

comment on column "agent"."profiles"."default_context_recipe_id" is 'The recipe that its context is made by unless told otherwise.';

comment on column "agent"."profiles"."is_active" is 'Whether it may be run.';

comment on column "agent"."profiles"."created_at" is 'When the row was made.';

comment on column "agent"."profiles"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."profiles"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."reflections" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."reflections_id_seq"),
    "session_id" bigint,
    "reflection_date" date not null,
    "mode" text not null,
    "client_person_id" bigint,
    "scope" text,
    "focal_entity_type" text,
    "focal_entity_id" text,
    "goals" text,
    "accomplishments" text,
    "blockers" text,
    "decisions" text,
    "metrics" jsonb,
    "next_actions" text,
    "raw_text" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."reflections" add constraint "reflections_pkey" primary key ("tenant_id", "id");

alter table "agent"."reflections" add constraint "reflections_mode_one_of" check ("mode" in ('daily'::text, 'weekly'::text, 'monthly'::text, 'ad_hoc'::text));

alter table "agent"."reflections" add constraint "reflections_metrics_shape" check ("catalog".matches_shape("metrics", '{"type":"object"}'::jsonb));

alter table "agent"."reflections" add constraint "reflections_tenant_present" check (tenant_id <> '');

alter table "agent"."reflections" add constraint "reflections_subject_whole" check (("focal_entity_type" is null) = ("focal_entity_id" is null));

create index "reflections_session_id_idx" on "agent"."reflections" using btree ("tenant_id", "session_id");

create index "reflections_client_person_id_reflection_date_idx" on "agent"."reflections" using btree ("tenant_id", "client_person_id", "reflection_date");

create index "reflections_focal_entity_type_focal_entity_id_idx" on "agent"."reflections" using btree ("tenant_id", "focal_entity_type", "focal_entity_id");

create index "reflections_search_idx" on "agent"."reflections" using gin (("catalog".search_words("raw_text", "accomplishments", "blockers")));

comment on table "agent"."reflections" is 'A look back at a day, a week or a month.';

comment on column "agent"."reflections"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."reflections"."id" is 'The reflection''s number.';

comment on column "agent"."reflections"."session_id" is 'The session that it was made in.';

comment on column "agent"."reflections"."reflection_date" is 'The day that it is about, or the last one.';

comment on column "agent"."reflections"."mode" is 'What span it covers.';

comment on column "agent"."reflections"."client_person_id" is 'The person that it is for.';

comment on column "agent"."reflections"."scope" is 'What part of life or work it covers.';

comment on column "agent"."reflections"."focal_entity_type" is 'The table of what it is about.';

comment on column "agent"."reflections"."focal_entity_id" is 'The key of what it is about.';

comment on column "agent"."reflections"."goals" is 'What was wanted.';

comment on column "agent"."reflections"."accomplishments" is 'What was reached.';

comment on column "agent"."reflections"."blockers" is 'What stood in the way.';

comment on column "agent"."reflections"."decisions" is 'What was decided.';

comment on column "agent"."reflections"."metrics" is 'What was measured.';

comment on column "agent"."reflections"."next_actions" is 'What comes next.';

comment on column "agent"."reflections"."raw_text" is 'All of it, as it was written.';

comment on column "agent"."reflections"."created_at" is 'When the row was made.';

comment on column "agent"."reflections"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."reflections"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."sessions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."sessions_id_seq"),
    "global_id" text,
    "profile_id" bigint,
    "session_type" text not null,
    "client_person_id" bigint,
    "subject_type" text,
    "subject_id" text,
    "status" text default 'running'::text not null,
    "started_at" timestamp with time zone default (now()),
    "ended_at" timestamp with time zone,
    "trace_id" text,
    "context_recipe_id" bigint,
    "applied_harness_config" jsonb,
    "metadata" jsonb,
    "agent_instance_code" text,
    "parent_session_id" bigint,
    "title" text,
    "title_source" text,
    "title_at" timestamp with time zone,
    "working_folder" text,
    "git_branch" text,
    "tool_version" text,
    "source" text,
    "last_event_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."sessions" add constraint "sessions_pkey" primary key ("tenant_id", "id");

alter table "agent"."sessions" add constraint "sessions_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."sessions" add constraint "sessions_agent_instance_code_key" unique ("tenant_id", "agent_instance_code");

alter table "agent"."sessions" add constraint "sessions_status_one_of" check ("status" in ('running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text));

alter table "agent"."sessions" add constraint "sessions_title_source_one_of" check ("title_source" in ('summary'::text, 'prompt'::text));

alter table "agent"."sessions" add constraint "sessions_tenant_present" check (tenant_id <> '');

alter table "agent"."sessions" add constraint "sessions_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

create index "sessions_started_at_idx" on "agent"."sessions" using btree ("tenant_id", "started_at");

create index "sessions_last_event_at_idx" on "agent"."sessions" using btree ("tenant_id", "last_event_at");

create index "sessions_parent_session_id_idx" on "agent"."sessions" using btree ("tenant_id", "parent_session_id");

create index "sessions_profile_id_idx" on "agent"."sessions" using btree ("tenant_id", "profile_id");

create index "sessions_client_person_id_idx" on "agent"."sessions" using btree ("tenant_id", "client_person_id");

create index "sessions_context_recipe_id_idx" on "agent"."sessions" using btree ("tenant_id", "context_recipe_id");

create index "sessions_subject_type_subject_id_idx" on "agent"."sessions" using btree ("tenant_id", "subject_type", "subject_id");

create index "sessions_search_idx" on "agent"."sessions" using gin (("catalog".search_words("title", "working_folder", "git_branch")));

comment on table "agent"."sessions" is 'One conversation or subagent run, as a session with events.';

comment on column "agent"."sessions"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."sessions"."id" is 'The session''s number.';

comment on column "agent"."sessions"."global_id" is 'A code that other systems may use.';

comment on column "agent"."sessions"."profile_id" is 'The profile that it ran under.';

comment on column "agent"."sessions"."session_type" is 'What sort of session it is.';

comment on column "agent"."sessions"."client_person_id" is 'The person it was held for.';

comment on column "agent"."sessions"."subject_type" is 'The table of what it is about.';

comment on column "agent"."sessions"."subject_id" is 'The key of what it is about.';

comment on column "agent"."sessions"."status" is 'Where it stands.';

comment on column "agent"."sessions"."started_at" is 'When it began.';

comment on column "agent"."sessions"."ended_at" is 'When it ended.';

comment on column "agent"."sessions"."trace_id" is 'The trace that it belongs to.';

comment on column "agent"."sessions"."context_recipe_id" is 'The recipe that its context was made by.';

comment on column "agent"."sessions"."applied_harness_config" is 'The harness as it was when the session began.';

comment on column "agent"."sessions"."metadata" is 'What else is known.';

comment on column "agent"."sessions"."agent_instance_code" is 'The instance that the session shows.';

comment on column "agent"."sessions"."parent_session_id" is 'The session that started it.';

comment on column "agent"."sessions"."title" is 'What it was about, for people.';

comment on column "agent"."sessions"."title_source" is 'What the title was taken from.';

comment on column "agent"."sessions"."title_at" is 'The time of what the title was taken from.';

comment on column "agent"."sessions"."working_folder" is 'The folder that it worked in.';

comment on column "agent"."sessions"."git_branch" is 'The branch that it worked on.';

comment on column "agent"."sessions"."tool_version" is 'The version of the program that ran it.';

comment on column "agent"."sessions"."source" is 'Where it is known from.';

comment on column "agent"."sessions"."last_event_at" is 'When its latest event happened.';

comment on column "agent"."sessions"."created_at" is 'When the row was made.';

comment on column "agent"."sessions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."sessions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."step_evaluations" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."step_evaluations_id_seq"),
    "execution_run_id" bigint not null,
    "step_name" text,
    "step_index" integer,
    "validator_type" text,
    "status" text not null,
    "score" numeric(5,2),
    "feedback" text,
    "needs_human" boolean default 'false'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."step_evaluations" add constraint "step_evaluations_pkey" primary key ("tenant_id", "id");

alter table "agent"."step_evaluations" add constraint "step_evaluations_step_index_range" check ("step_index" >= 0);

alter table "agent"."step_evaluations" add constraint "step_evaluations_validator_type_one_of" check ("validator_type" in ('llm'::text, 'human'::text, 'hybrid'::text));

alter table "agent"."step_evaluations" add constraint "step_evaluations_status_one_of" check ("status" in ('pass'::text, 'fail'::text, 'needs_review'::text));

alter table "agent"."step_evaluations" add constraint "step_evaluations_tenant_present" check (tenant_id <> '');

create index "step_evaluations_execution_run_id_step_index_idx" on "agent"."step_evaluations" using btree ("tenant_id", "execution_run_id", "step_index");

create index "step_evaluations_created_at_part_idx" on "agent"."step_evaluations" using btree ("tenant_id", "created_at") where needs_human;

create index "step_evaluations_search_idx" on "agent"."step_evaluations" using gin (("catalog".search_words("step_name", "feedback")));

comment on table "agent"."step_evaluations" is 'The verdict on one step of a run.';

comment on column "agent"."step_evaluations"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."step_evaluations"."id" is 'The evaluation''s number.';

comment on column "agent"."step_evaluations"."execution_run_id" is 'The run.';

comment on column "agent"."step_evaluations"."step_name" is 'The step.';

comment on column "agent"."step_evaluations"."step_index" is 'Its place among the steps.';

comment on column "agent"."step_evaluations"."validator_type" is 'Who judged.';

comment on column "agent"."step_evaluations"."status" is 'The verdict.';

comment on column "agent"."step_evaluations"."score" is 'How good the step was.';

comment on column "agent"."step_evaluations"."feedback" is 'What was said about it.';

comment on column "agent"."step_evaluations"."needs_human" is 'Whether a person must look at it.';

comment on column "agent"."step_evaluations"."created_at" is 'When the row was made.';

comment on column "agent"."step_evaluations"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."step_evaluations"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "agent"."tools" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "agent"."tools_id_seq"),
    "global_id" text,
    "name" text not null,
    "description" text not null,
    "schema_definition" jsonb,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "agent"."tools" add constraint "tools_pkey" primary key ("tenant_id", "id");

alter table "agent"."tools" add constraint "tools_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."tools" add constraint "tools_name_key" unique ("tenant_id", "name");

alter table "agent"."tools" add constraint "tools_schema_definition_shape" check ("catalog".matches_shape("schema_definition", '{"type":"object"}'::jsonb));

alter table "agent"."tools" add constraint "tools_tenant_present" check (tenant_id <> '');

create index "tools_search_idx" on "agent"."tools" using gin (("catalog".search_words("name", "description")));

comment on table "agent"."tools" is 'Something that agents can do: a tool with the schema of its call.';

comment on column "agent"."tools"."tenant_id" is 'The tenant that owns the row.';

comment on column "agent"."tools"."id" is 'The tool''s number.';

comment on column "agent"."tools"."global_id" is 'A code that other systems may use.';

comment on column "agent"."tools"."name" is 'The name that a model calls it by.';

comment on column "agent"."tools"."description" is 'What it does, as a model reads it.';

comment on column "agent"."tools"."schema_definition" is 'What it takes, as JSON Schema or OpenAPI.';

comment on column "agent"."tools"."is_active" is 'Whether it may be used.';

comment on column "agent"."tools"."created_at" is 'When the row was made.';

comment on column "agent"."tools"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "agent"."tools"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "catalog"."applied_plan" (
    "applied_plan_id" bigint generated always as identity (sequence name "catalog"."applied_plan_applied_plan_id_seq"),
    "catalog_digest" text not null,
    "steps" jsonb not null,
    "part" text default 'program'::text not null,
    "applied_by" text default (session_user) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "catalog"."applied_plan" add constraint "applied_plan_pkey" primary key ("applied_plan_id");

alter table "catalog"."applied_plan" add constraint "applied_plan_part_one_of" check ("part" in ('program'::text, 'custom'::text));

create index "applied_plan_booked_xid_idx" on "catalog"."applied_plan" (booked_xid);

comment on table "catalog"."applied_plan" is 'A plan that was applied to this database.';

comment on column "catalog"."applied_plan"."applied_plan_id" is 'The plan''s number.';

comment on column "catalog"."applied_plan"."catalog_digest" is 'SHA-256 of the catalog that the database has equalled since.';

comment on column "catalog"."applied_plan"."steps" is 'The statements, in order, and what each was for.';

comment on column "catalog"."applied_plan"."part" is 'Whose tables it was about: the program''s and all others, or users'' own alone.';

comment on column "catalog"."applied_plan"."applied_by" is 'The login that applied it.';

comment on column "catalog"."applied_plan"."booked_at" is 'When the row was booked.';

comment on column "catalog"."applied_plan"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "catalog"."history" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "catalog"."history_booking_id_seq") not null,
    "table_name" text not null,
    "row_key" text not null,
    "operation" text not null,
    "actor" text,
    "changed_at" timestamp with time zone default (clock_timestamp()) not null,
    "changed" text[],
    "before" jsonb,
    "after" jsonb,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "catalog"."history" add constraint "history_pkey" primary key ("tenant_id", "booking_id");

alter table "catalog"."history" add constraint "history_operation_one_of" check ("operation" in ('insert'::text, 'update'::text, 'delete'::text, 'baseline'::text));

alter table "catalog"."history" add constraint "history_tenant_present" check (tenant_id <> '');

create index "history_table_name_row_key_booking_id_idx" on "catalog"."history" using btree ("tenant_id", "table_name", "row_key", "booking_id");

create index "history_booked_xid_idx" on "catalog"."history" (booked_xid);

comment on table "catalog"."history" is 'Every change of a row of an entity or a junction: who, when, what was before and what came after. Booked by triggers alone.';

comment on column "catalog"."history"."tenant_id" is 'The tenant that owns the row.';

comment on column "catalog"."history"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "catalog"."history"."table_name" is 'The table, as it was called then.';

comment on column "catalog"."history"."row_key" is 'The row: its key as text; of a key of several columns, a JSON array of their texts.';

comment on column "catalog"."history"."operation" is 'What happened; baseline is a row that was there before changes were booked.';

comment on column "catalog"."history"."actor" is 'Who changed it.';

comment on column "catalog"."history"."changed_at" is 'When it changed.';

comment on column "catalog"."history"."changed" is 'The columns that changed; empty for a row that came.';

comment on column "catalog"."history"."before" is 'The values that those columns had.';

comment on column "catalog"."history"."after" is 'The whole row as it then was; what is secret stands there as ***.';

comment on column "catalog"."history"."booked_at" is 'When the row was booked.';

comment on column "catalog"."history"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "catalog"."manifest" (
    "table_name" text,
    "module" text not null,
    "kind" text not null,
    "yaml_digest" text not null,
    "declaration" jsonb not null
);

alter table "catalog"."manifest" add constraint "manifest_pkey" primary key ("table_name");

alter table "catalog"."manifest" add constraint "manifest_kind_one_of" check ("kind" in ('entity'::text, 'version'::text, 'ledger'::text, 'junction'::text, 'cache'::text, 'view'::text));

comment on table "catalog"."manifest" is 'The tables that this database has, as they were declared. Rebuilt from: the files of the catalog.';

comment on column "catalog"."manifest"."table_name" is 'Module and table.';

comment on column "catalog"."manifest"."module" is 'The module, which is also the schema.';

comment on column "catalog"."manifest"."kind" is 'What may happen to its rows.';

comment on column "catalog"."manifest"."yaml_digest" is 'SHA-256 of the file.';

comment on column "catalog"."manifest"."declaration" is 'The declaration.';

create table "catalog"."saved_view" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "saved_view_id" uuid default (gen_random_uuid()),
    "table_name" text not null,
    "view_name" text not null,
    "query" text not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "catalog"."saved_view" add constraint "saved_view_pkey" primary key ("tenant_id", "saved_view_id");

create unique index "saved_view_table_name_view_name_key" on "catalog"."saved_view" ("tenant_id", "table_name", "view_name") where deleted_at is null;

alter table "catalog"."saved_view" add constraint "saved_view_tenant_present" check (tenant_id <> '');

alter table "catalog"."saved_view" add constraint "saved_view_name_is_short_check" check (length(view_name) between 1 and 80);

alter table "catalog"."saved_view" add constraint "saved_view_query_is_bounded_check" check (length(query) <= 8000);

create index "saved_view_search_idx" on "catalog"."saved_view" using gin (("catalog".search_words("view_name", "table_name")));

comment on table "catalog"."saved_view" is 'A view of a table''s grid under a name: columns, filters, order and groups.';

comment on column "catalog"."saved_view"."tenant_id" is 'The tenant that owns the row.';

comment on column "catalog"."saved_view"."saved_view_id" is 'The view''s own key.';

comment on column "catalog"."saved_view"."table_name" is 'The table that is viewed.';

comment on column "catalog"."saved_view"."view_name" is 'Its name, for people.';

comment on column "catalog"."saved_view"."query" is 'The view''s address after the question mark, in the terms of the row API.';

comment on column "catalog"."saved_view"."created_at" is 'When the row was made.';

comment on column "catalog"."saved_view"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "catalog"."saved_view"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "catalog"."tenant" (
    "tenant_id" text,
    "title" text,
    "is_demo" boolean default 'false'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null
);

alter table "catalog"."tenant" add constraint "tenant_pkey" primary key ("tenant_id");

alter table "catalog"."tenant" add constraint "tenant_slug_check" check (tenant_id ~ '^[a-z0-9][a-z0-9-]{0,62}$');

alter table "catalog"."tenant" add constraint "tenant_one_demo_check" check (is_demo = (tenant_id = 'demo'));

comment on table "catalog"."tenant" is 'A tenant: the owner of rows.';

comment on column "catalog"."tenant"."tenant_id" is 'The slug that stands first in every key.';

comment on column "catalog"."tenant"."title" is 'Its name, for people.';

comment on column "catalog"."tenant"."is_demo" is 'Whether its rows were generated to show something.';

comment on column "catalog"."tenant"."created_at" is 'When the row was made.';

create table "catalog"."user_table" (
    "table_name" text,
    "yaml" text not null,
    "source" text not null,
    "digest" text not null,
    "created_by" text not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null
);

alter table "catalog"."user_table" add constraint "user_table_pkey" primary key ("table_name");

alter table "catalog"."user_table" add constraint "user_table_source_one_of" check ("source" in ('folder'::text, 'api'::text));

comment on table "catalog"."user_table" is 'A table that a user declared, as it was written; it stands in the schema custom.';

comment on column "catalog"."user_table"."table_name" is 'Module and table.';

comment on column "catalog"."user_table"."yaml" is 'The declaration, as it was written.';

comment on column "catalog"."user_table"."source" is 'Where it is kept: in the folder of the home, or here, for it came over the API.';

comment on column "catalog"."user_table"."digest" is 'SHA-256 of the declaration.';

comment on column "catalog"."user_table"."created_by" is 'Who declared it.';

comment on column "catalog"."user_table"."created_at" is 'When the row was made.';

comment on column "catalog"."user_table"."modified_at" is 'When the declaration last changed.';

create table "compliance"."checklist_artifacts" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "checklist_id" uuid not null,
    "item_index" integer not null,
    "artifact_type" character varying(50) not null,
    "name" character varying(500) not null,
    "content_type" character varying(100),
    "content" text,
    "file_path" character varying(1000),
    "metadata" jsonb default '{}'::jsonb not null,
    "generated_by" character varying(50),
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_pkey" primary key ("tenant_id", "id");

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_item_index_range" check ("item_index" >= 0);

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_artifact_type_one_of" check ("artifact_type"::text in ('document'::text, 'pdf'::text, 'plat_draft'::text, 'data_export'::text, 'waiver'::text, 'form_draft'::text));

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_metadata_shape" check ("catalog".matches_shape("metadata", '{"type":"object"}'::jsonb));

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_generated_by_one_of" check ("generated_by"::text in ('agent'::text, 'user'::text, 'system'::text));

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_tenant_present" check (tenant_id <> '');

create index "checklist_artifacts_checklist_id_item_index_idx" on "compliance"."checklist_artifacts" using btree ("tenant_id", "checklist_id", "item_index");

create index "checklist_artifacts_search_idx" on "compliance"."checklist_artifacts" using gin (("catalog".search_words("name"::text)));

comment on table "compliance"."checklist_artifacts" is 'Something that belongs to an item of a checklist: a document, a drawing, an export.';

comment on column "compliance"."checklist_artifacts"."tenant_id" is 'The tenant that owns the row.';

comment on column "compliance"."checklist_artifacts"."id" is 'The artifact''s own id.';

comment on column "compliance"."checklist_artifacts"."checklist_id" is 'The checklist.';

comment on column "compliance"."checklist_artifacts"."item_index" is 'The item''s place, from 0.';

comment on column "compliance"."checklist_artifacts"."artifact_type" is 'What sort of thing it is.';

comment on column "compliance"."checklist_artifacts"."name" is 'What it is called.';

comment on column "compliance"."checklist_artifacts"."content_type" is 'Its media type.';

comment on column "compliance"."checklist_artifacts"."content" is 'The text of it, where it is text.';

comment on column "compliance"."checklist_artifacts"."file_path" is 'Where it lies, where it is not.';

comment on column "compliance"."checklist_artifacts"."metadata" is 'Where it is from, its version, how sure its author is.';

comment on column "compliance"."checklist_artifacts"."generated_by" is 'Who made it.';

comment on column "compliance"."checklist_artifacts"."created_at" is 'When the row was made.';

comment on column "compliance"."checklist_artifacts"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "compliance"."checklist_artifacts"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "compliance"."checklist_templates" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "compliance_domain" character varying(50) not null,
    "version" integer default '1'::integer not null,
    "items" jsonb not null,
    "min_required_items" jsonb,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "compliance"."checklist_templates" add constraint "checklist_templates_pkey" primary key ("tenant_id", "id");

alter table "compliance"."checklist_templates" add constraint "checklist_templates_compliance_domain_version_key" unique ("tenant_id", "compliance_domain", "version");

alter table "compliance"."checklist_templates" add constraint "checklist_templates_version_range" check ("version" >= 1);

alter table "compliance"."checklist_templates" add constraint "checklist_templates_items_shape" check ("catalog".matches_shape("items", '{"type":"array","items":{"type":"object","required":["label"],"properties":{"label":{"type":"string"},"item_type":{"type":"string"}}}}'::jsonb));

alter table "compliance"."checklist_templates" add constraint "checklist_templates_min_required_items_shape" check ("catalog".matches_shape("min_required_items", '{"type":"array","items":{"type":"integer","minimum":0}}'::jsonb));

alter table "compliance"."checklist_templates" add constraint "checklist_templates_tenant_present" check (tenant_id <> '');

create index "checklist_templates_search_idx" on "compliance"."checklist_templates" using gin (("catalog".search_words("compliance_domain"::text)));

comment on table "compliance"."checklist_templates" is 'What a filing in a domain must hold: its items in their order, and which of them are needed before review.';

comment on column "compliance"."checklist_templates"."tenant_id" is 'The tenant that owns the row.';

comment on column "compliance"."checklist_templates"."id" is 'The template''s own id.';

comment on column "compliance"."checklist_templates"."compliance_domain" is 'The domain that it is for: rule_37, rule_32, form_pr, flaring_monitor or another.';

comment on column "compliance"."checklist_templates"."version" is 'Its version within the domain.';

comment on column "compliance"."checklist_templates"."items" is 'Its items in their order, each with label and type.';

comment on column "compliance"."checklist_templates"."min_required_items" is 'The places, from 0, of the items that must be done before review.';

comment on column "compliance"."checklist_templates"."created_at" is 'When the row was made.';

comment on column "compliance"."checklist_templates"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "compliance"."checklist_templates"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "compliance"."compliance_status" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "entity_id" character varying(255) not null,
    "entity_type" character varying(50) not null,
    "entity_name" character varying(500),
    "entity_field" character varying(255),
    "entity_district" character varying(10),
    "compliance_domain" character varying(50) not null,
    "status" character varying(20) not null,
    "deadline" timestamp with time zone,
    "checklist_id" uuid,
    "details" jsonb default '{}'::jsonb not null,
    "last_assessed_at" timestamp with time zone default (now()) not null
);

alter table "compliance"."compliance_status" add constraint "compliance_status_pkey" primary key ("tenant_id", "id");

alter table "compliance"."compliance_status" add constraint "compliance_status_entity_id_compliance_domain_key" unique ("tenant_id", "entity_id", "compliance_domain");

alter table "compliance"."compliance_status" add constraint "compliance_status_status_one_of" check ("status"::text in ('compliant'::text, 'action_needed'::text, 'overdue'::text, 'not_applicable'::text, 'in_review'::text));

alter table "compliance"."compliance_status" add constraint "compliance_status_details_shape" check ("catalog".matches_shape("details", '{"type":"object"}'::jsonb));

alter table "compliance"."compliance_status" add constraint "compliance_status_tenant_present" check (tenant_id <> '');

create index "compliance_status_status_idx" on "compliance"."compliance_status" using btree ("tenant_id", "status");

create index "compliance_status_compliance_domain_idx" on "compliance"."compliance_status" using btree ("tenant_id", "compliance_domain");

create index "compliance_status_deadline_idx" on "compliance"."compliance_status" using btree ("tenant_id", "deadline");

create index "compliance_status_checklist_id_idx" on "compliance"."compliance_status" using btree ("tenant_id", "checklist_id");

comment on table "compliance"."compliance_status" is 'The matrix of entities and domains: how each entity stands in each domain, and why. Rebuilt from: compliance.filing_checklists, by compliance.refresh_status().';

comment on column "compliance"."compliance_status"."tenant_id" is 'The tenant that owns the row.';

comment on column "compliance"."compliance_status"."id" is 'The cell''s own id.';

comment on column "compliance"."compliance_status"."entity_id" is 'The entity, by its key in the graph.';

comment on column "compliance"."compliance_status"."entity_type" is 'What sort of entity it is.';

comment on column "compliance"."compliance_status"."entity_name" is 'The entity''s name.';

comment on column "compliance"."compliance_status"."entity_field" is 'The oil or gas field that it lies in.';

comment on column "compliance"."compliance_status"."entity_district" is 'The authority''s district that it lies in.';

comment on column "compliance"."compliance_status"."compliance_domain" is 'The domain.';

comment on column "compliance"."compliance_status"."status" is 'How it stands.';

comment on column "compliance"."compliance_status"."deadline" is 'What is due next.';

comment on column "compliance"."compliance_status"."checklist_id" is 'The checklist that it follows.';

comment on column "compliance"."compliance_status"."details" is 'Why it stands so.';

comment on column "compliance"."compliance_status"."last_assessed_at" is 'When it was computed.';

create table "compliance"."filing_checklists" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "entity_id" character varying(255) not null,
    "entity_type" character varying(50) not null,
    "entity_name" character varying(500),
    "compliance_domain" character varying(50) not null,
    "template_id" uuid,
    "status" character varying(20) default 'draft'::character varying(20) not null,
    "deadline" timestamp with time zone,
    "items" jsonb not null,
    "metadata" jsonb default '{}'::jsonb not null,
    "created_by" character varying(255),
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "exception_reason" text,
    "rejection_reason" text,
    "filed_at" timestamp with time zone,
    "filing_reference" text,
    "deleted_at" timestamp with time zone
);

alter table "compliance"."filing_checklists" add constraint "filing_checklists_pkey" primary key ("tenant_id", "id");

alter table "compliance"."filing_checklists" add constraint "filing_checklists_status_one_of" check ("status"::text in ('draft'::text, 'in_progress'::text, 'ready_for_review'::text, 'in_review'::text, 'approved'::text, 'rejected'::text, 'filed'::text, 'exception'::text));

alter table "compliance"."filing_checklists" add constraint "filing_checklists_items_shape" check ("catalog".matches_shape("items", '{"type":"array","items":{"type":"object"}}'::jsonb));

alter table "compliance"."filing_checklists" add constraint "filing_checklists_metadata_shape" check ("catalog".matches_shape("metadata", '{"type":"object"}'::jsonb));

alter table "compliance"."filing_checklists" add constraint "filing_checklists_tenant_present" check (tenant_id <> '');

create index "filing_checklists_entity_id_compliance_domain_idx" on "compliance"."filing_checklists" using btree ("tenant_id", "entity_id", "compliance_domain");

create index "filing_checklists_status_idx" on "compliance"."filing_checklists" using btree ("tenant_id", "status");

create index "filing_checklists_template_id_idx" on "compliance"."filing_checklists" using btree ("tenant_id", "template_id");

create index "filing_checklists_deadline_part_idx" on "compliance"."filing_checklists" using btree ("tenant_id", "deadline") where status <> 'approved' and status <> 'filed';

create index "filing_checklists_search_idx" on "compliance"."filing_checklists" using gin (("catalog".search_words("entity_id"::text, "entity_name"::text)));

comment on table "compliance"."filing_checklists" is 'Work on one filing of an entity in a domain, item by item.';

comment on column "compliance"."filing_checklists"."tenant_id" is 'The tenant that owns the row.';

comment on column "compliance"."filing_checklists"."id" is 'The checklist''s own id.';

comment on column "compliance"."filing_checklists"."entity_id" is 'The entity, by its key in the graph.';

comment on column "compliance"."filing_checklists"."entity_type" is 'What sort of entity it is.';

comment on column "compliance"."filing_checklists"."entity_name" is 'The entity''s name.';

comment on column "compliance"."filing_checklists"."compliance_domain" is 'The domain.';

comment on column "compliance"."filing_checklists"."template_id" is 'The template that it was made from.';

comment on column "compliance"."filing_checklists"."status" is 'Where it stands.';

comment on column "compliance"."filing_checklists"."deadline" is 'By when it must be filed.';

comment on column "compliance"."filing_checklists"."items" is 'Each item as it stands.';

comment on column "compliance"."filing_checklists"."metadata" is 'Conversations, remarks of reviewers, alerts.';

comment on column "compliance"."filing_checklists"."created_by" is 'Who began it.';

comment on column "compliance"."filing_checklists"."created_at" is 'When the row was made.';

comment on column "compliance"."filing_checklists"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "compliance"."filing_checklists"."exception_reason" is 'Why it became an exception.';

comment on column "compliance"."filing_checklists"."rejection_reason" is 'Why it was rejected.';

comment on column "compliance"."filing_checklists"."filed_at" is 'When it was filed.';

comment on column "compliance"."filing_checklists"."filing_reference" is 'What the authority answered.';

comment on column "compliance"."filing_checklists"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "compliance"."filing_rule_snapshots" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "checklist_id" uuid not null,
    "rule_version_id" uuid not null,
    "snapshotted_at" timestamp with time zone default (now()) not null,
    "rule_data_at_snapshot" jsonb not null,
    "is_current" boolean default 'true'::boolean not null,
    "superseded_by" uuid,
    "acknowledged" boolean default 'false'::boolean not null,
    "acknowledged_by" character varying(255),
    "acknowledged_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_pkey" primary key ("tenant_id", "id");

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_checklist_id_rule_version_id_key" unique ("tenant_id", "checklist_id", "rule_version_id");

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_rule_data_at_snapshot_shape" check ("catalog".matches_shape("rule_data_at_snapshot", '{"type":"object"}'::jsonb));

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_tenant_present" check (tenant_id <> '');

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_an_acknowledgement_has_its_author_check" check (not acknowledged or (acknowledged_by is not null and acknowledged_at is not null));

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_stale_names_the_newer_check" check (is_current or superseded_by is not null);

create index "filing_rule_snapshots_checklist_id_idx" on "compliance"."filing_rule_snapshots" using btree ("tenant_id", "checklist_id");

create index "filing_rule_snapshots_is_current_part_idx" on "compliance"."filing_rule_snapshots" using btree ("tenant_id", "is_current") where is_current = false;

create index "filing_rule_snapshots_rule_version_id_idx" on "compliance"."filing_rule_snapshots" using btree ("tenant_id", "rule_version_id");

create index "filing_rule_snapshots_superseded_by_idx" on "compliance"."filing_rule_snapshots" using btree ("tenant_id", "superseded_by");

comment on table "compliance"."filing_rule_snapshots" is 'A rule as it stood when a filing was started, so that a newer one is noticed.';

comment on column "compliance"."filing_rule_snapshots"."tenant_id" is 'The tenant that owns the row.';

comment on column "compliance"."filing_rule_snapshots"."id" is 'The snapshot''s own id.';

comment on column "compliance"."filing_rule_snapshots"."checklist_id" is 'The filing.';

comment on column "compliance"."filing_rule_snapshots"."rule_version_id" is 'The version that it was started under.';

comment on column "compliance"."filing_rule_snapshots"."snapshotted_at" is 'When it was frozen.';

comment on column "compliance"."filing_rule_snapshots"."rule_data_at_snapshot" is 'The rule''s figures as they were; taken by the database.';

comment on column "compliance"."filing_rule_snapshots"."is_current" is 'Whether no newer version holds.';

comment on column "compliance"."filing_rule_snapshots"."superseded_by" is 'The newer version.';

comment on column "compliance"."filing_rule_snapshots"."acknowledged" is 'Whether someone has taken note of it.';

comment on column "compliance"."filing_rule_snapshots"."acknowledged_by" is 'Who has.';

comment on column "compliance"."filing_rule_snapshots"."acknowledged_at" is 'When.';

comment on column "compliance"."filing_rule_snapshots"."created_at" is 'When the row was made.';

comment on column "compliance"."filing_rule_snapshots"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "compliance"."filing_rule_snapshots"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "compliance"."rule_versions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "rule_type" character varying(50) not null,
    "rule_domain" character varying(50) not null,
    "rule_identifier" character varying(255) not null,
    "version" integer not null,
    "effective_date" date not null,
    "superseded_date" date,
    "source" character varying(50) not null,
    "source_reference" character varying(500),
    "rule_data" jsonb not null,
    "graph_node_id" character varying(255),
    "change_summary" text,
    "detected_at" timestamp with time zone default (now()) not null,
    "detected_by" character varying(100),
    "status" character varying(20) default 'active'::character varying(20) not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "compliance"."rule_versions" add constraint "rule_versions_pkey" primary key ("tenant_id", "id");

alter table "compliance"."rule_versions" add constraint "rule_versions_rule_identifier_version_key" unique ("tenant_id", "rule_identifier", "version");

create unique index "rule_versions_rule_identifier_key" on "compliance"."rule_versions" ("tenant_id", "rule_identifier") where status = 'active';

alter table "compliance"."rule_versions" add constraint "rule_versions_rule_type_one_of" check ("rule_type"::text in ('statewide'::text, 'field_specific'::text, 'notice'::text));

alter table "compliance"."rule_versions" add constraint "rule_versions_rule_domain_one_of" check ("rule_domain"::text in ('spacing'::text, 'density'::text, 'flaring'::text, 'reporting'::text));

alter table "compliance"."rule_versions" add constraint "rule_versions_version_range" check ("version" >= 1);

alter table "compliance"."rule_versions" add constraint "rule_versions_source_one_of" check ("source"::text in ('rrc_ingestion'::text, 'rule_monitor_agent'::text, 'manual'::text, 'docket_hearing'::text));

alter table "compliance"."rule_versions" add constraint "rule_versions_rule_data_shape" check ("catalog".matches_shape("rule_data", '{"type":"object"}'::jsonb));

alter table "compliance"."rule_versions" add constraint "rule_versions_status_one_of" check ("status"::text in ('active'::text, 'superseded'::text, 'pending_review'::text, 'draft'::text));

alter table "compliance"."rule_versions" add constraint "rule_versions_tenant_present" check (tenant_id <> '');

alter table "compliance"."rule_versions" add constraint "rule_versions_superseded_has_its_day_check" check (status <> 'superseded' or superseded_date is not null);

alter table "compliance"."rule_versions" add constraint "rule_versions_never_deleted_check" check (deleted_at is null);

create index "rule_versions_rule_identifier_status_part_idx" on "compliance"."rule_versions" using btree ("tenant_id", "rule_identifier", "status") where status = 'active';

create index "rule_versions_rule_domain_idx" on "compliance"."rule_versions" using btree ("tenant_id", "rule_domain");

create index "rule_versions_search_idx" on "compliance"."rule_versions" using gin (("catalog".search_words("rule_identifier"::text, "change_summary", "source_reference"::text)));

comment on table "compliance"."rule_versions" is 'A regulation''s rule as it stood from a day on. It is never rewritten: a change is a new version.';

comment on column "compliance"."rule_versions"."tenant_id" is 'The tenant that owns the row.';

comment on column "compliance"."rule_versions"."id" is 'The version''s own id.';

comment on column "compliance"."rule_versions"."rule_type" is 'How far the rule reaches.';

comment on column "compliance"."rule_versions"."rule_domain" is 'What it is about.';

comment on column "compliance"."rule_versions"."rule_identifier" is 'The rule''s own word.';

comment on column "compliance"."rule_versions"."version" is 'The version''s number; each is greater than those before.';

comment on column "compliance"."rule_versions"."effective_date" is 'From when it holds.';

comment on column "compliance"."rule_versions"."superseded_date" is 'When another took its place; empty while it holds.';

comment on column "compliance"."rule_versions"."source" is 'Where it is known from.';

comment on column "compliance"."rule_versions"."source_reference" is 'A citation, the number of a docket, an address.';

comment on column "compliance"."rule_versions"."rule_data" is 'The rule''s figures.';

comment on column "compliance"."rule_versions"."graph_node_id" is 'Its node in the graph.';

comment on column "compliance"."rule_versions"."change_summary" is 'What is new in it.';

comment on column "compliance"."rule_versions"."detected_at" is 'When the change was noticed.';

comment on column "compliance"."rule_versions"."detected_by" is 'Who noticed it.';

comment on column "compliance"."rule_versions"."status" is 'Where it stands.';

comment on column "compliance"."rule_versions"."created_at" is 'When the row was made.';

comment on column "compliance"."rule_versions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "compliance"."rule_versions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."agent_lease" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "lease_id" uuid default (gen_random_uuid()),
    "target_agent_id" text not null,
    "holder" text not null,
    "fence" bigint default '1'::bigint not null,
    "status" text default 'active'::text not null,
    "granted_at" timestamp with time zone default (clock_timestamp()) not null,
    "expires_at" timestamp with time zone not null,
    "renewed_at" timestamp with time zone,
    "renewals" integer default '0'::integer not null,
    "ended_at" timestamp with time zone,
    "purpose" text,
    "run_id" uuid,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."agent_lease" add constraint "agent_lease_pkey" primary key ("tenant_id", "lease_id");

create unique index "agent_lease_target_agent_id_key" on "control"."agent_lease" ("tenant_id", "target_agent_id") where status = 'active';

alter table "control"."agent_lease" add constraint "agent_lease_target_agent_id_fence_key" unique ("tenant_id", "target_agent_id", "fence");

alter table "control"."agent_lease" add constraint "agent_lease_fence_range" check ("fence" >= 1);

alter table "control"."agent_lease" add constraint "agent_lease_status_one_of" check ("status" in ('active'::text, 'released'::text, 'expired'::text, 'revoked'::text));

alter table "control"."agent_lease" add constraint "agent_lease_renewals_range" check ("renewals" >= 0);

alter table "control"."agent_lease" add constraint "agent_lease_tenant_present" check (tenant_id <> '');

alter table "control"."agent_lease" add constraint "agent_lease_ends_after_it_begins_check" check (expires_at > granted_at);

alter table "control"."agent_lease" add constraint "agent_lease_what_ended_has_its_time_check" check ((status = 'active') = (ended_at is null));

alter table "control"."agent_lease" add constraint "agent_lease_never_deleted_check" check (deleted_at is null);

create index "agent_lease_expires_at_part_idx" on "control"."agent_lease" using btree ("tenant_id", "expires_at") where status = 'active';

create index "agent_lease_run_id_idx" on "control"."agent_lease" using btree ("tenant_id", "run_id");

create index "agent_lease_search_idx" on "control"."agent_lease" using gin (("catalog".search_words("target_agent_id", "holder")));

comment on table "control"."agent_lease" is 'The right of one holder to direct a target agent for a while. At most one holds at a time, and each grant has a greater token.';

comment on column "control"."agent_lease"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."agent_lease"."lease_id" is 'The lease''s own id.';

comment on column "control"."agent_lease"."target_agent_id" is 'The agent that it is for; the same word as herd.agent_def''s agent_code.';

comment on column "control"."agent_lease"."holder" is 'Who holds it.';

comment on column "control"."agent_lease"."fence" is 'The fencing token: given by the database, greater with each grant.';

comment on column "control"."agent_lease"."status" is 'Where it stands.';

comment on column "control"."agent_lease"."granted_at" is 'When it was granted.';

comment on column "control"."agent_lease"."expires_at" is 'Until when it holds.';

comment on column "control"."agent_lease"."renewed_at" is 'When it was last renewed.';

comment on column "control"."agent_lease"."renewals" is 'How often it was renewed.';

comment on column "control"."agent_lease"."ended_at" is 'When it ended.';

comment on column "control"."agent_lease"."purpose" is 'What it is for.';

comment on column "control"."agent_lease"."run_id" is 'The scheduler''s run that took it.';

comment on column "control"."agent_lease"."created_at" is 'When the row was made.';

comment on column "control"."agent_lease"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."agent_lease"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."audit_event" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "event_id" uuid default (gen_random_uuid()),
    "event_type" text not null,
    "occurred_at" timestamp with time zone default (now()) not null,
    "actor" text not null,
    "agent_slug" text,
    "rollout_id" uuid,
    "subject_type" text,
    "subject_id" text,
    "outcome" text default 'done'::text not null,
    "reason" text,
    "data" jsonb default '{}'::jsonb not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."audit_event" add constraint "audit_event_pkey" primary key ("tenant_id", "event_id");

alter table "control"."audit_event" add constraint "audit_event_outcome_one_of" check ("outcome" in ('done'::text, 'refused'::text, 'failed'::text));

alter table "control"."audit_event" add constraint "audit_event_data_shape" check ("catalog".matches_shape("data", '{"type":"object"}'::jsonb));

alter table "control"."audit_event" add constraint "audit_event_tenant_present" check (tenant_id <> '');

alter table "control"."audit_event" add constraint "audit_event_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

create index "audit_event_occurred_at_idx" on "control"."audit_event" using btree ("tenant_id", "occurred_at");

create index "audit_event_event_type_occurred_at_idx" on "control"."audit_event" using btree ("tenant_id", "event_type", "occurred_at");

create index "audit_event_agent_slug_occurred_at_idx" on "control"."audit_event" using btree ("tenant_id", "agent_slug", "occurred_at");

create index "audit_event_rollout_id_idx" on "control"."audit_event" using btree ("tenant_id", "rollout_id");

create index "audit_event_subject_type_subject_id_idx" on "control"."audit_event" using btree ("tenant_id", "subject_type", "subject_id");

create index "audit_event_booked_xid_idx" on "control"."audit_event" (booked_xid);

comment on table "control"."audit_event" is 'What the control plane did, and who had it done.';

comment on column "control"."audit_event"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."audit_event"."event_id" is 'The event''s own id.';

comment on column "control"."audit_event"."event_type" is 'What happened.';

comment on column "control"."audit_event"."occurred_at" is 'When.';

comment on column "control"."audit_event"."actor" is 'Who did it.';

comment on column "control"."audit_event"."agent_slug" is 'The agent that it concerns.';

comment on column "control"."audit_event"."rollout_id" is 'The rollout that it belongs to.';

comment on column "control"."audit_event"."subject_type" is 'The table of what it concerns.';

comment on column "control"."audit_event"."subject_id" is 'The key of what it concerns.';

comment on column "control"."audit_event"."outcome" is 'How it ended.';

comment on column "control"."audit_event"."reason" is 'Why.';

comment on column "control"."audit_event"."data" is 'What else belongs to it.';

comment on column "control"."audit_event"."booked_at" is 'When the row was booked.';

comment on column "control"."audit_event"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."bootstrap_bundle" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "bundle_checksum" text,
    "bundle_content" text not null,
    "created_at" timestamp with time zone default (now()) not null,
    "created_by" text,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."bootstrap_bundle" add constraint "bootstrap_bundle_pkey" primary key ("tenant_id", "bundle_checksum");

alter table "control"."bootstrap_bundle" add constraint "bootstrap_bundle_tenant_present" check (tenant_id <> '');

create index "bootstrap_bundle_booked_xid_idx" on "control"."bootstrap_bundle" (booked_xid);

comment on table "control"."bootstrap_bundle" is 'What a team starts from: the agents with their instructions, as one text. The same team has the same bundle.';

comment on column "control"."bootstrap_bundle"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."bootstrap_bundle"."bundle_checksum" is 'The SHA-256 of the content; filled in by the database.';

comment on column "control"."bootstrap_bundle"."bundle_content" is 'The bundle as canonical JSON.';

comment on column "control"."bootstrap_bundle"."created_at" is 'When the row was made.';

comment on column "control"."bootstrap_bundle"."created_by" is 'Who asked for it.';

comment on column "control"."bootstrap_bundle"."booked_at" is 'When the row was booked.';

comment on column "control"."bootstrap_bundle"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."business_link" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "business_link_id" uuid default (gen_random_uuid()),
    "agent_slug" text not null,
    "subject_type" text not null,
    "subject_id" text not null,
    "owner" text not null,
    "sponsor" text not null,
    "approver" text,
    "custodian" text,
    "business_identity_id" text,
    "principal_type" text default 'ai_agent'::text not null,
    "company_scope" text,
    "registration_request" jsonb,
    "status" text default 'requested'::text not null,
    "confirmed_by" text,
    "confirmed_at" timestamp with time zone,
    "revoked_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."business_link" add constraint "business_link_pkey" primary key ("tenant_id", "business_link_id");

create unique index "business_link_agent_slug_key" on "control"."business_link" ("tenant_id", "agent_slug") where status <> 'revoked' and deleted_at is null;

alter table "control"."business_link" add constraint "business_link_principal_type_one_of" check ("principal_type" in ('ai_agent'::text, 'service_identity'::text));

alter table "control"."business_link" add constraint "business_link_registration_request_shape" check ("catalog".matches_shape("registration_request", '{"type":"object"}'::jsonb));

alter table "control"."business_link" add constraint "business_link_status_one_of" check ("status" in ('requested'::text, 'confirmed'::text, 'revoked'::text));

alter table "control"."business_link" add constraint "business_link_tenant_present" check (tenant_id <> '');

alter table "control"."business_link" add constraint "business_link_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "control"."business_link" add constraint "business_link_a_confirmation_has_its_author_check" check (status <> 'confirmed' or (confirmed_by is not null and confirmed_at is not null));

alter table "control"."business_link" add constraint "business_link_what_is_revoked_has_its_time_check" check (status <> 'revoked' or revoked_at is not null);

create index "business_link_subject_type_subject_id_idx" on "control"."business_link" using btree ("tenant_id", "subject_type", "subject_id");

create index "business_link_agent_slug_idx" on "control"."business_link" using btree ("tenant_id", "agent_slug");

create index "business_link_search_idx" on "control"."business_link" using gin (("catalog".search_words("agent_slug", "owner", "sponsor")));

comment on table "control"."business_link" is 'Whom an agent serves and who answers for it: without one no persistent agent is made.';

comment on column "control"."business_link"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."business_link"."business_link_id" is 'The link''s own id.';

comment on column "control"."business_link"."agent_slug" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "control"."business_link"."subject_type" is 'The table of the subject that it serves.';

comment on column "control"."business_link"."subject_id" is 'The key of the subject that it serves.';

comment on column "control"."business_link"."owner" is 'Who owns it.';

comment on column "control"."business_link"."sponsor" is 'Who pays for it.';

comment on column "control"."business_link"."approver" is 'Who approves what it asks for.';

comment on column "control"."business_link"."custodian" is 'Who looks after it.';

comment on column "control"."business_link"."business_identity_id" is 'Its identity in the register of people and agents.';

comment on column "control"."business_link"."principal_type" is 'What sort of identity that is.';

comment on column "control"."business_link"."company_scope" is 'The company that it belongs to.';

comment on column "control"."business_link"."registration_request" is 'The request for its registration, as it was made.';

comment on column "control"."business_link"."status" is 'Where it stands.';

comment on column "control"."business_link"."confirmed_by" is 'Who confirmed it.';

comment on column "control"."business_link"."confirmed_at" is 'When.';

comment on column "control"."business_link"."revoked_at" is 'When it was withdrawn.';

comment on column "control"."business_link"."created_at" is 'When the row was made.';

comment on column "control"."business_link"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."business_link"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."classification_result" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "classification_id" uuid default (gen_random_uuid()),
    "task_profile_id" uuid not null,
    "category_key" text not null,
    "domain_key" text,
    "risk_level" text not null,
    "complexity" text not null,
    "next_step" text not null,
    "setup_hints" jsonb default '{}'::jsonb not null,
    "rule_keys" text[] default '{}'::text[] not null,
    "reasons" jsonb default '[]'::jsonb not null,
    "confidence" double precision default '1.0'::double precision not null,
    "refined_by_model" text,
    "input_digest" text not null,
    "is_preview" boolean default 'false'::boolean not null,
    "classified_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."classification_result" add constraint "classification_result_pkey" primary key ("tenant_id", "classification_id");

alter table "control"."classification_result" add constraint "classification_result_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "control"."classification_result" add constraint "classification_result_complexity_one_of" check ("complexity" in ('trivial'::text, 'small'::text, 'medium'::text, 'large'::text));

alter table "control"."classification_result" add constraint "classification_result_next_step_one_of" check ("next_step" in ('safe_automation'::text, 'controlled_action'::text, 'human_approval_required'::text, 'blocked'::text));

alter table "control"."classification_result" add constraint "classification_result_setup_hints_shape" check ("catalog".matches_shape("setup_hints", '{"type":"object"}'::jsonb));

alter table "control"."classification_result" add constraint "classification_result_reasons_shape" check ("catalog".matches_shape("reasons", '{"type":"array"}'::jsonb));

alter table "control"."classification_result" add constraint "classification_result_confidence_range" check ("confidence" >= 0 and "confidence" <= 1);

alter table "control"."classification_result" add constraint "classification_result_input_digest_pattern" check ("input_digest" ~ '^[0-9a-f]{64}$');

alter table "control"."classification_result" add constraint "classification_result_tenant_present" check (tenant_id <> '');

create index "classification_result_classified_at_idx" on "control"."classification_result" using btree ("tenant_id", "classified_at");

create index "classification_result_task_profile_id_idx" on "control"."classification_result" using btree ("tenant_id", "task_profile_id");

create index "classification_result_domain_key_classified_at_idx" on "control"."classification_result" using btree ("tenant_id", "domain_key", "classified_at");

create index "classification_result_input_digest_idx" on "control"."classification_result" using btree ("tenant_id", "input_digest");

create index "classification_result_booked_xid_idx" on "control"."classification_result" (booked_xid);

comment on table "control"."classification_result" is 'What a piece of work was taken for, and why.';

comment on column "control"."classification_result"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."classification_result"."classification_id" is 'The answer''s own id.';

comment on column "control"."classification_result"."task_profile_id" is 'The work that was classified.';

comment on column "control"."classification_result"."category_key" is 'The category.';

comment on column "control"."classification_result"."domain_key" is 'The domain.';

comment on column "control"."classification_result"."risk_level" is 'The risk.';

comment on column "control"."classification_result"."complexity" is 'How much there is to it.';

comment on column "control"."classification_result"."next_step" is 'What may happen next.';

comment on column "control"."classification_result"."setup_hints" is 'What it suggests for the team: roles, profiles, tools.';

comment on column "control"."classification_result"."rule_keys" is 'The rules that applied, in their order.';

comment on column "control"."classification_result"."reasons" is 'Why, in sentences.';

comment on column "control"."classification_result"."confidence" is 'How sure the answer is, from 0 to 1.';

comment on column "control"."classification_result"."refined_by_model" is 'The model that refined it; empty where rules alone decided.';

comment on column "control"."classification_result"."input_digest" is 'The SHA-256 of the work and the rules: the same gives the same answer.';

comment on column "control"."classification_result"."is_preview" is 'Whether it was only to be looked at.';

comment on column "control"."classification_result"."classified_at" is 'When.';

comment on column "control"."classification_result"."booked_at" is 'When the row was booked.';

comment on column "control"."classification_result"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."classification_rule" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "rule_key" text,
    "title" text not null,
    "priority" integer default '100'::integer not null,
    "match" jsonb not null,
    "category_key" text not null,
    "domain_id" text,
    "risk_level" text,
    "complexity" text,
    "setup_hints" jsonb default '{}'::jsonb not null,
    "reason" text not null,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."classification_rule" add constraint "classification_rule_pkey" primary key ("tenant_id", "rule_key");

alter table "control"."classification_rule" add constraint "classification_rule_priority_range" check ("priority" >= 1);

alter table "control"."classification_rule" add constraint "classification_rule_match_shape" check ("catalog".matches_shape("match", '{"type":"object","properties":{"any_words":{"type":"array","items":{"type":"string"}},"all_words":{"type":"array","items":{"type":"string"}},"paths":{"type":"array","items":{"type":"string"}},"task_types":{"type":"array","items":{"type":"string"}}}}'::jsonb));

alter table "control"."classification_rule" add constraint "classification_rule_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "control"."classification_rule" add constraint "classification_rule_complexity_one_of" check ("complexity" in ('trivial'::text, 'small'::text, 'medium'::text, 'large'::text));

alter table "control"."classification_rule" add constraint "classification_rule_setup_hints_shape" check ("catalog".matches_shape("setup_hints", '{"type":"object"}'::jsonb));

alter table "control"."classification_rule" add constraint "classification_rule_tenant_present" check (tenant_id <> '');

create index "classification_rule_is_active_priority_idx" on "control"."classification_rule" using btree ("tenant_id", "is_active", "priority");

create index "classification_rule_domain_id_idx" on "control"."classification_rule" using btree ("tenant_id", "domain_id");

create index "classification_rule_search_idx" on "control"."classification_rule" using gin (("catalog".search_words("rule_key", "title")));

comment on table "control"."classification_rule" is 'A rule by which incoming work is classified.';

comment on column "control"."classification_rule"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."classification_rule"."rule_key" is 'The rule''s own word.';

comment on column "control"."classification_rule"."title" is 'What it recognises, in a line.';

comment on column "control"."classification_rule"."priority" is 'Its place among the rules; 1 comes first.';

comment on column "control"."classification_rule"."match" is 'What a task must hold: any of these words, all of those, files below these paths, one of these types.';

comment on column "control"."classification_rule"."category_key" is 'The category that it gives.';

comment on column "control"."classification_rule"."domain_id" is 'The domain that it gives.';

comment on column "control"."classification_rule"."risk_level" is 'The least risk that it gives.';

comment on column "control"."classification_rule"."complexity" is 'The complexity that it gives.';

comment on column "control"."classification_rule"."setup_hints" is 'What it suggests for the team.';

comment on column "control"."classification_rule"."reason" is 'What is said when it applies.';

comment on column "control"."classification_rule"."is_active" is 'Whether it is used.';

comment on column "control"."classification_rule"."created_at" is 'When the row was made.';

comment on column "control"."classification_rule"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."classification_rule"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."delegation" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "delegation_id" uuid default (gen_random_uuid()),
    "acting_agent" text not null,
    "on_behalf_of" text not null,
    "trust_level" text default 'restricted'::text not null,
    "allowed_operations" text[] default '{}'::text[] not null,
    "agent_instance_code" text,
    "secret_reference" text,
    "granted_at" timestamp with time zone default (now()) not null,
    "expires_at" timestamp with time zone not null,
    "revoked_at" timestamp with time zone,
    "revoked_by" text,
    "source_revision" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."delegation" add constraint "delegation_pkey" primary key ("tenant_id", "delegation_id");

alter table "control"."delegation" add constraint "delegation_trust_level_one_of" check ("trust_level" in ('restricted'::text, 'standard'::text, 'elevated'::text));

alter table "control"."delegation" add constraint "delegation_tenant_present" check (tenant_id <> '');

alter table "control"."delegation" add constraint "delegation_ends_after_it_begins_check" check (expires_at > granted_at);

alter table "control"."delegation" add constraint "delegation_a_withdrawal_has_its_author_check" check ((revoked_at is null) = (revoked_by is null));

create index "delegation_acting_agent_expires_at_idx" on "control"."delegation" using btree ("tenant_id", "acting_agent", "expires_at");

create index "delegation_agent_instance_code_idx" on "control"."delegation" using btree ("tenant_id", "agent_instance_code");

create index "delegation_search_idx" on "control"."delegation" using gin (("catalog".search_words("acting_agent", "on_behalf_of")));

comment on table "control"."delegation" is 'A right that one agent was given for a while by another, or by a person. It is restricted unless it says otherwise.';

comment on column "control"."delegation"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."delegation"."delegation_id" is 'The delegation''s own id.';

comment on column "control"."delegation"."acting_agent" is 'The agent that acts.';

comment on column "control"."delegation"."on_behalf_of" is 'Whom it acts for.';

comment on column "control"."delegation"."trust_level" is 'How far it is trusted.';

comment on column "control"."delegation"."allowed_operations" is 'What it may do; nothing where it is empty.';

comment on column "control"."delegation"."agent_instance_code" is 'The run that it holds for.';

comment on column "control"."delegation"."secret_reference" is 'The reference of the secret that it depends on; never the secret.';

comment on column "control"."delegation"."granted_at" is 'From when it holds.';

comment on column "control"."delegation"."expires_at" is 'Until when it holds.';

comment on column "control"."delegation"."revoked_at" is 'When it was withdrawn.';

comment on column "control"."delegation"."revoked_by" is 'Who withdrew it.';

comment on column "control"."delegation"."source_revision" is 'The state of the runtime that it was read from.';

comment on column "control"."delegation"."created_at" is 'When the row was made.';

comment on column "control"."delegation"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."delegation"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."dispatch_decision" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "decision_id" uuid default (gen_random_uuid()),
    "run_id" uuid not null,
    "target_agent_slug" text not null,
    "task_key" text not null,
    "decision" text not null,
    "reasons" jsonb default '[]'::jsonb not null,
    "subject_type" text,
    "subject_id" text,
    "lease_id" uuid,
    "fence" bigint,
    "agent_instance_code" text,
    "is_preview" boolean default 'false'::boolean not null,
    "decided_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."dispatch_decision" add constraint "dispatch_decision_pkey" primary key ("tenant_id", "decision_id");

alter table "control"."dispatch_decision" add constraint "dispatch_decision_run_id_target_agent_slug_task_key_key" unique ("tenant_id", "run_id", "target_agent_slug", "task_key");

alter table "control"."dispatch_decision" add constraint "dispatch_decision_decision_one_of" check ("decision" in ('dispatch'::text, 'defer'::text, 'skip'::text, 'refuse'::text, 'escalate'::text));

alter table "control"."dispatch_decision" add constraint "dispatch_decision_reasons_shape" check ("catalog".matches_shape("reasons", '{"type":"array"}'::jsonb));

alter table "control"."dispatch_decision" add constraint "dispatch_decision_fence_range" check ("fence" >= 1);

alter table "control"."dispatch_decision" add constraint "dispatch_decision_tenant_present" check (tenant_id <> '');

alter table "control"."dispatch_decision" add constraint "dispatch_decision_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "control"."dispatch_decision" add constraint "dispatch_decision_a_dispatch_has_a_lease_check" check (decision <> 'dispatch' or is_preview or (lease_id is not null and fence is not null));

create index "dispatch_decision_target_agent_slug_decided_at_idx" on "control"."dispatch_decision" using btree ("tenant_id", "target_agent_slug", "decided_at");

create index "dispatch_decision_decided_at_idx" on "control"."dispatch_decision" using btree ("tenant_id", "decided_at");

create index "dispatch_decision_lease_id_idx" on "control"."dispatch_decision" using btree ("tenant_id", "lease_id");

create index "dispatch_decision_subject_type_subject_id_idx" on "control"."dispatch_decision" using btree ("tenant_id", "subject_type", "subject_id");

create index "dispatch_decision_booked_xid_idx" on "control"."dispatch_decision" (booked_xid);

comment on table "control"."dispatch_decision" is 'What a scheduler''s run decided about an agent or a task, and why.';

comment on column "control"."dispatch_decision"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."dispatch_decision"."decision_id" is 'The decision''s own id.';

comment on column "control"."dispatch_decision"."run_id" is 'The run.';

comment on column "control"."dispatch_decision"."target_agent_slug" is 'The agent.';

comment on column "control"."dispatch_decision"."task_key" is 'The task; an agent''s own turn is named by its slug.';

comment on column "control"."dispatch_decision"."decision" is 'What was decided.';

comment on column "control"."dispatch_decision"."reasons" is 'Why, in sentences.';

comment on column "control"."dispatch_decision"."subject_type" is 'The table of the task.';

comment on column "control"."dispatch_decision"."subject_id" is 'The key of the task.';

comment on column "control"."dispatch_decision"."lease_id" is 'The lease that it was dispatched under.';

comment on column "control"."dispatch_decision"."fence" is 'That lease''s token.';

comment on column "control"."dispatch_decision"."agent_instance_code" is 'The run of the agent that came of it.';

comment on column "control"."dispatch_decision"."is_preview" is 'Whether nothing was really dispatched.';

comment on column "control"."dispatch_decision"."decided_at" is 'When.';

comment on column "control"."dispatch_decision"."booked_at" is 'When the row was booked.';

comment on column "control"."dispatch_decision"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."domain" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "domain_id" text,
    "title" text,
    "description" text,
    "owner" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."domain" add constraint "domain_pkey" primary key ("tenant_id", "domain_id");

alter table "control"."domain" add constraint "domain_tenant_present" check (tenant_id <> '');

create index "domain_search_idx" on "control"."domain" using gin (("catalog".search_words("domain_id", "title")));

comment on table "control"."domain" is 'A field of work that tasks, teams and persistent agents belong to.';

comment on column "control"."domain"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."domain"."domain_id" is 'The domain''s own word.';

comment on column "control"."domain"."title" is 'The name that people see.';

comment on column "control"."domain"."description" is 'What belongs to it.';

comment on column "control"."domain"."owner" is 'Who answers for it.';

comment on column "control"."domain"."created_at" is 'When the row was made.';

comment on column "control"."domain"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."domain"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."learning_proposal" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "proposal_id" uuid default (gen_random_uuid()),
    "target_agent_slug" text not null,
    "proposal_type" text not null,
    "title" text not null,
    "rationale" text not null,
    "evidence" jsonb default '{}'::jsonb not null,
    "subject_type" text,
    "subject_id" text,
    "base_version" text,
    "proposed_content" jsonb not null,
    "review_status" text default 'proposed'::text not null,
    "proposed_by" text not null,
    "proposed_at" timestamp with time zone default (now()) not null,
    "reviewed_by" text,
    "reviewed_at" timestamp with time zone,
    "review_comment" text,
    "applied_version" text,
    "applied_at" timestamp with time zone,
    "rebased_from_proposal_id" uuid,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."learning_proposal" add constraint "learning_proposal_pkey" primary key ("tenant_id", "proposal_id");

alter table "control"."learning_proposal" add constraint "learning_proposal_proposal_type_one_of" check ("proposal_type" in ('skill'::text, 'prompt'::text, 'fact'::text));

alter table "control"."learning_proposal" add constraint "learning_proposal_evidence_shape" check ("catalog".matches_shape("evidence", '{"type":"object"}'::jsonb));

alter table "control"."learning_proposal" add constraint "learning_proposal_proposed_content_shape" check ("catalog".matches_shape("proposed_content", '{"type":"object"}'::jsonb));

alter table "control"."learning_proposal" add constraint "learning_proposal_review_status_one_of" check ("review_status" in ('proposed'::text, 'in_review'::text, 'approved'::text, 'rejected'::text, 'applied'::text, 'stale'::text));

alter table "control"."learning_proposal" add constraint "learning_proposal_tenant_present" check (tenant_id <> '');

alter table "control"."learning_proposal" add constraint "learning_proposal_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "control"."learning_proposal" add constraint "learning_proposal_a_review_has_its_author_check" check (review_status not in ('approved', 'rejected', 'applied') or (reviewed_by is not null and reviewed_at is not null));

alter table "control"."learning_proposal" add constraint "learning_proposal_nobody_reviews_their_own_check" check (reviewed_by <> proposed_by);

alter table "control"."learning_proposal" add constraint "learning_proposal_what_is_applied_has_a_version_check" check (review_status <> 'applied' or (applied_version is not null and applied_at is not null));

create index "learning_proposal_target_agent_slug_review_status_idx" on "control"."learning_proposal" using btree ("tenant_id", "target_agent_slug", "review_status");

create index "learning_proposal_review_status_proposed_at_idx" on "control"."learning_proposal" using btree ("tenant_id", "review_status", "proposed_at");

create index "learning_proposal_subject_type_subject_id_idx" on "control"."learning_proposal" using btree ("tenant_id", "subject_type", "subject_id");

create index "learning_proposal_rebased_from_proposal_id_idx" on "control"."learning_proposal" using btree ("tenant_id", "rebased_from_proposal_id");

create index "learning_proposal_search_idx" on "control"."learning_proposal" using gin (("catalog".search_words("title", "rationale")));

comment on table "control"."learning_proposal" is 'A change that an agent has learned to want: to a skill, a prompt or a fact. People review it, and nothing changes before.';

comment on column "control"."learning_proposal"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."learning_proposal"."proposal_id" is 'The proposal''s own id.';

comment on column "control"."learning_proposal"."target_agent_slug" is 'The agent that it is for.';

comment on column "control"."learning_proposal"."proposal_type" is 'What it would change.';

comment on column "control"."learning_proposal"."title" is 'What it would change, in a line.';

comment on column "control"."learning_proposal"."rationale" is 'Why.';

comment on column "control"."learning_proposal"."evidence" is 'What shows the need, and how the gain was measured.';

comment on column "control"."learning_proposal"."subject_type" is 'The table of what it would change.';

comment on column "control"."learning_proposal"."subject_id" is 'The key of what it would change.';

comment on column "control"."learning_proposal"."base_version" is 'The version that it was made from; when that has moved on, it must be made anew.';

comment on column "control"."learning_proposal"."proposed_content" is 'What it would become.';

comment on column "control"."learning_proposal"."review_status" is 'Where it stands.';

comment on column "control"."learning_proposal"."proposed_by" is 'Who proposes it.';

comment on column "control"."learning_proposal"."proposed_at" is 'When.';

comment on column "control"."learning_proposal"."reviewed_by" is 'Who reviewed it.';

comment on column "control"."learning_proposal"."reviewed_at" is 'When.';

comment on column "control"."learning_proposal"."review_comment" is 'What the reviewer said.';

comment on column "control"."learning_proposal"."applied_version" is 'The version that came of it.';

comment on column "control"."learning_proposal"."applied_at" is 'When it was applied.';

comment on column "control"."learning_proposal"."rebased_from_proposal_id" is 'The stale proposal that it takes the place of.';

comment on column "control"."learning_proposal"."created_at" is 'When the row was made.';

comment on column "control"."learning_proposal"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."learning_proposal"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."patch_plan" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "plan_id" uuid default (gen_random_uuid()),
    "diff_id" uuid not null,
    "base_graph_revision" text not null,
    "target_graph_revision" text not null,
    "status" text default 'draft'::text not null,
    "safety" text default 'safe'::text not null,
    "deletions" jsonb default '[]'::jsonb not null,
    "plan_digest" text not null,
    "approval_request_id" uuid,
    "approved_by" text,
    "approved_at" timestamp with time zone,
    "refusal" text,
    "created_by" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."patch_plan" add constraint "patch_plan_pkey" primary key ("tenant_id", "plan_id");

create unique index "patch_plan_plan_digest_base_graph_revision_key" on "control"."patch_plan" ("tenant_id", "plan_digest", "base_graph_revision") where status in ('draft', 'approved', 'applying') and deleted_at is null;

alter table "control"."patch_plan" add constraint "patch_plan_base_graph_revision_pattern" check ("base_graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."patch_plan" add constraint "patch_plan_target_graph_revision_pattern" check ("target_graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."patch_plan" add constraint "patch_plan_status_one_of" check ("status" in ('draft'::text, 'approved'::text, 'applying'::text, 'applied'::text, 'failed'::text, 'refused'::text, 'rolled_back'::text, 'cancelled'::text));

alter table "control"."patch_plan" add constraint "patch_plan_safety_one_of" check ("safety" in ('safe'::text, 'guarded'::text, 'destructive'::text));

alter table "control"."patch_plan" add constraint "patch_plan_deletions_shape" check ("catalog".matches_shape("deletions", '{"type":"array"}'::jsonb));

alter table "control"."patch_plan" add constraint "patch_plan_plan_digest_pattern" check ("plan_digest" ~ '^[0-9a-f]{64}$');

alter table "control"."patch_plan" add constraint "patch_plan_tenant_present" check (tenant_id <> '');

alter table "control"."patch_plan" add constraint "patch_plan_more_than_safe_is_approved_check" check (safety = 'safe' or status in ('draft', 'refused', 'cancelled') or approved_by is not null);

create index "patch_plan_diff_id_idx" on "control"."patch_plan" using btree ("tenant_id", "diff_id");

create index "patch_plan_status_idx" on "control"."patch_plan" using btree ("tenant_id", "status");

create index "patch_plan_approval_request_id_idx" on "control"."patch_plan" using btree ("tenant_id", "approval_request_id");

comment on table "control"."patch_plan" is 'What to do so that the agents and channels become what they should be. It holds for the revision that it was made from, and for no other.';

comment on column "control"."patch_plan"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."patch_plan"."plan_id" is 'The plan''s own id.';

comment on column "control"."patch_plan"."diff_id" is 'The difference that it removes.';

comment on column "control"."patch_plan"."base_graph_revision" is 'The revision that it was made from; another one refuses it.';

comment on column "control"."patch_plan"."target_graph_revision" is 'The revision that it leads to.';

comment on column "control"."patch_plan"."status" is 'Where it stands.';

comment on column "control"."patch_plan"."safety" is 'The gravest of its steps.';

comment on column "control"."patch_plan"."deletions" is 'Everything that it deletes, one by one.';

comment on column "control"."patch_plan"."plan_digest" is 'The SHA-256 of its steps: what an approval is bound to.';

comment on column "control"."patch_plan"."approval_request_id" is 'The request that a person decided.';

comment on column "control"."patch_plan"."approved_by" is 'Who approved it.';

comment on column "control"."patch_plan"."approved_at" is 'When.';

comment on column "control"."patch_plan"."refusal" is 'Why it was refused.';

comment on column "control"."patch_plan"."created_by" is 'Who made it.';

comment on column "control"."patch_plan"."created_at" is 'When the row was made.';

comment on column "control"."patch_plan"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."patch_plan"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."patch_step" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "plan_id" uuid,
    "step_index" integer,
    "action" text not null,
    "agent_slug" text not null,
    "to_agent_slug" text,
    "channel_key" text,
    "safety" text not null,
    "guard" text,
    "before" jsonb,
    "after" jsonb,
    "idempotency_key" text not null,
    "status" text default 'pending'::text not null,
    "started_at" timestamp with time zone,
    "finished_at" timestamp with time zone,
    "error" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."patch_step" add constraint "patch_step_pkey" primary key ("tenant_id", "plan_id", "step_index");

alter table "control"."patch_step" add constraint "patch_step_idempotency_key_key" unique ("tenant_id", "idempotency_key");

alter table "control"."patch_step" add constraint "patch_step_step_index_range" check ("step_index" >= 0);

alter table "control"."patch_step" add constraint "patch_step_action_one_of" check ("action" in ('add_node'::text, 'change_node'::text, 'remove_node'::text, 'add_edge'::text, 'change_edge'::text, 'remove_edge'::text));

alter table "control"."patch_step" add constraint "patch_step_safety_one_of" check ("safety" in ('safe'::text, 'guarded'::text, 'destructive'::text));

alter table "control"."patch_step" add constraint "patch_step_status_one_of" check ("status" in ('pending'::text, 'running'::text, 'done'::text, 'failed'::text, 'skipped'::text, 'rolled_back'::text));

alter table "control"."patch_step" add constraint "patch_step_tenant_present" check (tenant_id <> '');

alter table "control"."patch_step" add constraint "patch_step_channels_have_two_ends_check" check ((action in ('add_edge', 'change_edge', 'remove_edge')) = (to_agent_slug is not null and channel_key is not null));

alter table "control"."patch_step" add constraint "patch_step_removing_destroys_check" check (action not in ('remove_node', 'remove_edge') or safety = 'destructive');

create index "patch_step_agent_slug_idx" on "control"."patch_step" using btree ("tenant_id", "agent_slug");

create index "patch_step_to_agent_slug_idx" on "control"."patch_step" using btree ("tenant_id", "to_agent_slug");

comment on table "control"."patch_step" is 'One step of a patch plan. It may be taken twice and is done once.';

comment on column "control"."patch_step"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."patch_step"."plan_id" is 'The plan.';

comment on column "control"."patch_step"."step_index" is 'Its place.';

comment on column "control"."patch_step"."action" is 'What it does.';

comment on column "control"."patch_step"."agent_slug" is 'The agent that it concerns, or that speaks on the channel.';

comment on column "control"."patch_step"."to_agent_slug" is 'The agent that is spoken to, where it concerns a channel.';

comment on column "control"."patch_step"."channel_key" is 'The channel.';

comment on column "control"."patch_step"."safety" is 'How grave it is.';

comment on column "control"."patch_step"."guard" is 'What must hold before it is taken.';

comment on column "control"."patch_step"."before" is 'What stood before.';

comment on column "control"."patch_step"."after" is 'What stands afterwards.';

comment on column "control"."patch_step"."idempotency_key" is 'What the runtime knows the step by when it is sent again.';

comment on column "control"."patch_step"."status" is 'Where it stands.';

comment on column "control"."patch_step"."started_at" is 'When it was begun.';

comment on column "control"."patch_step"."finished_at" is 'When it ended.';

comment on column "control"."patch_step"."error" is 'Why it failed.';

comment on column "control"."patch_step"."created_at" is 'When the row was made.';

comment on column "control"."patch_step"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."patch_step"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."persistent_domain_agent_profile" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "agent_slug" text,
    "display_name" text not null,
    "domain_id" text not null,
    "tool_profile_id" text not null,
    "business_link_id" uuid not null,
    "lifecycle_state" text default 'proposed'::text not null,
    "trust_level" text default 'restricted'::text not null,
    "mission" text,
    "governance" jsonb default '{}'::jsonb not null,
    "runtime_label" text,
    "proposed_by" text,
    "adopted_by" text,
    "adopted_at" timestamp with time zone,
    "retired_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_pkey" primary key ("tenant_id", "agent_slug");

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_lifecycle_state_one_of" check ("lifecycle_state" in ('proposed'::text, 'adopted'::text, 'active'::text, 'paused'::text, 'retired'::text));

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_trust_level_one_of" check ("trust_level" in ('restricted'::text, 'standard'::text, 'elevated'::text));

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_governance_shape" check ("catalog".matches_shape("governance", '{"type":"object"}'::jsonb));

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_tenant_present" check (tenant_id <> '');

create index "persistent_domain_agent_profile_domain_id_idx" on "control"."persistent_domain_agent_profile" using btree ("tenant_id", "domain_id");

create index "persistent_domain_agent_profile_tool_profile_id_idx" on "control"."persistent_domain_agent_profile" using btree ("tenant_id", "tool_profile_id");

create index "persistent_domain_agent_profile_business_link_id_idx" on "control"."persistent_domain_agent_profile" using btree ("tenant_id", "business_link_id");

create index "persistent_domain_agent_profile_lifecycle_state_idx" on "control"."persistent_domain_agent_profile" using btree ("tenant_id", "lifecycle_state");

create index "persistent_domain_agent_profile_search_idx" on "control"."persistent_domain_agent_profile" using gin (("catalog".search_words("agent_slug", "display_name", "mission")));

comment on table "control"."persistent_domain_agent_profile" is 'An agent that stays: its identity, its domain, what it may use, and where it stands in its life.';

comment on column "control"."persistent_domain_agent_profile"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."persistent_domain_agent_profile"."agent_slug" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "control"."persistent_domain_agent_profile"."display_name" is 'The name that people see.';

comment on column "control"."persistent_domain_agent_profile"."domain_id" is 'The domain that it looks after.';

comment on column "control"."persistent_domain_agent_profile"."tool_profile_id" is 'What it may use.';

comment on column "control"."persistent_domain_agent_profile"."business_link_id" is 'Whom it serves and who answers for it.';

comment on column "control"."persistent_domain_agent_profile"."lifecycle_state" is 'Where it stands in its life.';

comment on column "control"."persistent_domain_agent_profile"."trust_level" is 'How far it is trusted.';

comment on column "control"."persistent_domain_agent_profile"."mission" is 'What it is there for.';

comment on column "control"."persistent_domain_agent_profile"."governance" is 'The policies that it is held to.';

comment on column "control"."persistent_domain_agent_profile"."runtime_label" is 'The runtime that it needs.';

comment on column "control"."persistent_domain_agent_profile"."proposed_by" is 'Who proposed it.';

comment on column "control"."persistent_domain_agent_profile"."adopted_by" is 'Who adopted it.';

comment on column "control"."persistent_domain_agent_profile"."adopted_at" is 'When it was adopted.';

comment on column "control"."persistent_domain_agent_profile"."retired_at" is 'When it was retired.';

comment on column "control"."persistent_domain_agent_profile"."created_at" is 'When the row was made.';

comment on column "control"."persistent_domain_agent_profile"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."persistent_domain_agent_profile"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."rollout_record" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "rollout_id" uuid default (gen_random_uuid()),
    "plan_id" uuid not null,
    "is_dry_run" boolean default 'false'::boolean not null,
    "status" text default 'running'::text not null,
    "steps_total" integer default '0'::integer not null,
    "steps_done" integer default '0'::integer not null,
    "before_graph_revision" text not null,
    "after_graph_revision" text,
    "rolls_back_rollout_id" uuid,
    "started_by" text not null,
    "started_at" timestamp with time zone default (now()) not null,
    "finished_at" timestamp with time zone,
    "error" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."rollout_record" add constraint "rollout_record_pkey" primary key ("tenant_id", "rollout_id");

create unique index "rollout_record_plan_id_key" on "control"."rollout_record" ("tenant_id", "plan_id") where status in ('running', 'paused') and not is_dry_run and deleted_at is null;

alter table "control"."rollout_record" add constraint "rollout_record_status_one_of" check ("status" in ('running'::text, 'paused'::text, 'completed'::text, 'failed'::text, 'rolled_back'::text));

alter table "control"."rollout_record" add constraint "rollout_record_steps_total_range" check ("steps_total" >= 0);

alter table "control"."rollout_record" add constraint "rollout_record_steps_done_range" check ("steps_done" >= 0);

alter table "control"."rollout_record" add constraint "rollout_record_before_graph_revision_pattern" check ("before_graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."rollout_record" add constraint "rollout_record_after_graph_revision_pattern" check ("after_graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."rollout_record" add constraint "rollout_record_tenant_present" check (tenant_id <> '');

alter table "control"."rollout_record" add constraint "rollout_record_no_more_done_than_there_are_check" check (steps_done <= steps_total);

create index "rollout_record_plan_id_started_at_idx" on "control"."rollout_record" using btree ("tenant_id", "plan_id", "started_at");

create index "rollout_record_status_started_at_idx" on "control"."rollout_record" using btree ("tenant_id", "status", "started_at");

create index "rollout_record_rolls_back_rollout_id_idx" on "control"."rollout_record" using btree ("tenant_id", "rolls_back_rollout_id");

comment on table "control"."rollout_record" is 'A plan that was carried out, or only tried, and how far it came.';

comment on column "control"."rollout_record"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."rollout_record"."rollout_id" is 'The rollout''s own id.';

comment on column "control"."rollout_record"."plan_id" is 'The plan.';

comment on column "control"."rollout_record"."is_dry_run" is 'Whether nothing was really changed.';

comment on column "control"."rollout_record"."status" is 'Where it stands.';

comment on column "control"."rollout_record"."steps_total" is 'How many steps it has.';

comment on column "control"."rollout_record"."steps_done" is 'How many are done.';

comment on column "control"."rollout_record"."before_graph_revision" is 'The revision before.';

comment on column "control"."rollout_record"."after_graph_revision" is 'The revision that was read back afterwards.';

comment on column "control"."rollout_record"."rolls_back_rollout_id" is 'The rollout that it undoes.';

comment on column "control"."rollout_record"."started_by" is 'Who started it.';

comment on column "control"."rollout_record"."started_at" is 'When it began.';

comment on column "control"."rollout_record"."finished_at" is 'When it ended.';

comment on column "control"."rollout_record"."error" is 'Why it failed.';

comment on column "control"."rollout_record"."created_at" is 'When the row was made.';

comment on column "control"."rollout_record"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."rollout_record"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."scheduler_run" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "run_id" uuid default (gen_random_uuid()),
    "cycle_id" text not null,
    "status" text default 'running'::text not null,
    "started_at" timestamp with time zone default (now()) not null,
    "finished_at" timestamp with time zone,
    "runner" text not null,
    "is_preview" boolean default 'false'::boolean not null,
    "decisions_count" integer default '0'::integer not null,
    "observations_count" integer default '0'::integer not null,
    "error" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."scheduler_run" add constraint "scheduler_run_pkey" primary key ("tenant_id", "run_id");

alter table "control"."scheduler_run" add constraint "scheduler_run_cycle_id_key" unique ("tenant_id", "cycle_id");

alter table "control"."scheduler_run" add constraint "scheduler_run_status_one_of" check ("status" in ('running'::text, 'completed'::text, 'failed'::text, 'abandoned'::text));

alter table "control"."scheduler_run" add constraint "scheduler_run_decisions_count_range" check ("decisions_count" >= 0);

alter table "control"."scheduler_run" add constraint "scheduler_run_observations_count_range" check ("observations_count" >= 0);

alter table "control"."scheduler_run" add constraint "scheduler_run_tenant_present" check (tenant_id <> '');

alter table "control"."scheduler_run" add constraint "scheduler_run_what_ended_has_its_time_check" check ((status = 'running') = (finished_at is null));

create index "scheduler_run_started_at_idx" on "control"."scheduler_run" using btree ("tenant_id", "started_at");

create index "scheduler_run_status_idx" on "control"."scheduler_run" using btree ("tenant_id", "status");

create index "scheduler_run_search_idx" on "control"."scheduler_run" using gin (("catalog".search_words("cycle_id", "runner")));

comment on table "control"."scheduler_run" is 'One cycle of the control agent. A cycle is run once, by whomever it is begun twice.';

comment on column "control"."scheduler_run"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."scheduler_run"."run_id" is 'The run''s own id.';

comment on column "control"."scheduler_run"."cycle_id" is 'The cycle that it is; no other run has it.';

comment on column "control"."scheduler_run"."status" is 'Where it stands.';

comment on column "control"."scheduler_run"."started_at" is 'When it began.';

comment on column "control"."scheduler_run"."finished_at" is 'When it ended.';

comment on column "control"."scheduler_run"."runner" is 'Who ran it.';

comment on column "control"."scheduler_run"."is_preview" is 'Whether nothing was really dispatched.';

comment on column "control"."scheduler_run"."decisions_count" is 'How many decisions it made.';

comment on column "control"."scheduler_run"."observations_count" is 'How many observations it made.';

comment on column "control"."scheduler_run"."error" is 'Why it failed.';

comment on column "control"."scheduler_run"."created_at" is 'When the row was made.';

comment on column "control"."scheduler_run"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."scheduler_run"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."task_profile" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "task_profile_id" uuid default (gen_random_uuid()),
    "task_key" text not null,
    "task_title" text not null,
    "task_text" text,
    "task_type" text,
    "affected_paths" text[] default '{}'::text[] not null,
    "subject_type" text,
    "subject_id" text,
    "source" text default 'api'::text not null,
    "requested_by" text,
    "received_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."task_profile" add constraint "task_profile_pkey" primary key ("tenant_id", "task_profile_id");

alter table "control"."task_profile" add constraint "task_profile_tenant_present" check (tenant_id <> '');

alter table "control"."task_profile" add constraint "task_profile_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

create index "task_profile_received_at_idx" on "control"."task_profile" using btree ("tenant_id", "received_at");

create index "task_profile_task_key_idx" on "control"."task_profile" using btree ("tenant_id", "task_key");

create index "task_profile_subject_type_subject_id_idx" on "control"."task_profile" using btree ("tenant_id", "subject_type", "subject_id");

create index "task_profile_booked_xid_idx" on "control"."task_profile" (booked_xid);

comment on table "control"."task_profile" is 'A piece of work as it came in, before it was classified.';

comment on column "control"."task_profile"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."task_profile"."task_profile_id" is 'The profile''s own id.';

comment on column "control"."task_profile"."task_key" is 'The task''s key within the request.';

comment on column "control"."task_profile"."task_title" is 'The task, in a line.';

comment on column "control"."task_profile"."task_text" is 'The whole of it.';

comment on column "control"."task_profile"."task_type" is 'What sort of task its sender takes it for.';

comment on column "control"."task_profile"."affected_paths" is 'The files that it concerns.';

comment on column "control"."task_profile"."subject_type" is 'The table of what it is about.';

comment on column "control"."task_profile"."subject_id" is 'The key of what it is about.';

comment on column "control"."task_profile"."source" is 'Where it came from.';

comment on column "control"."task_profile"."requested_by" is 'Who asked.';

comment on column "control"."task_profile"."received_at" is 'When.';

comment on column "control"."task_profile"."booked_at" is 'When the row was booked.';

comment on column "control"."task_profile"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."team_setup" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "setup_id" uuid default (gen_random_uuid()),
    "classification_id" uuid,
    "domain_id" text,
    "title" text not null,
    "bundle_checksum" text not null,
    "input_digest" text not null,
    "is_preview" boolean default 'false'::boolean not null,
    "reasons" jsonb default '[]'::jsonb not null,
    "created_at" timestamp with time zone default (now()) not null,
    "created_by" text,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."team_setup" add constraint "team_setup_pkey" primary key ("tenant_id", "setup_id");

alter table "control"."team_setup" add constraint "team_setup_input_digest_pattern" check ("input_digest" ~ '^[0-9a-f]{64}$');

alter table "control"."team_setup" add constraint "team_setup_reasons_shape" check ("catalog".matches_shape("reasons", '{"type":"array"}'::jsonb));

alter table "control"."team_setup" add constraint "team_setup_tenant_present" check (tenant_id <> '');

create index "team_setup_classification_id_idx" on "control"."team_setup" using btree ("tenant_id", "classification_id");

create index "team_setup_domain_id_idx" on "control"."team_setup" using btree ("tenant_id", "domain_id");

create index "team_setup_input_digest_idx" on "control"."team_setup" using btree ("tenant_id", "input_digest");

create index "team_setup_created_at_idx" on "control"."team_setup" using btree ("tenant_id", "created_at");

create index "team_setup_bundle_checksum_idx" on "control"."team_setup" using btree ("tenant_id", "bundle_checksum");

create index "team_setup_search_idx" on "control"."team_setup" using gin (("catalog".search_words("title")));

create index "team_setup_booked_xid_idx" on "control"."team_setup" (booked_xid);

comment on table "control"."team_setup" is 'The team that a task calls for: its agents, and the bundle that they start from.';

comment on column "control"."team_setup"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."team_setup"."setup_id" is 'The setup''s own id.';

comment on column "control"."team_setup"."classification_id" is 'The classification that it answers.';

comment on column "control"."team_setup"."domain_id" is 'The domain.';

comment on column "control"."team_setup"."title" is 'What the team is for, in a line.';

comment on column "control"."team_setup"."bundle_checksum" is 'The bundle that it starts from.';

comment on column "control"."team_setup"."input_digest" is 'The SHA-256 of what it was made from: the same gives the same team.';

comment on column "control"."team_setup"."is_preview" is 'Whether it was only to be looked at.';

comment on column "control"."team_setup"."reasons" is 'Why it looks so, in sentences.';

comment on column "control"."team_setup"."created_at" is 'When the row was made.';

comment on column "control"."team_setup"."created_by" is 'Who asked for it.';

comment on column "control"."team_setup"."booked_at" is 'When the row was booked.';

comment on column "control"."team_setup"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."team_setup_member" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "setup_id" uuid,
    "agent_slug" text,
    "role_key" text not null,
    "profile_key" text,
    "model_code" text,
    "tool_profile_id" text,
    "skill_keys" text[] default '{}'::text[] not null,
    "channel_keys" text[] default '{}'::text[] not null,
    "instructions" text not null,
    "trust_level" text default 'restricted'::text not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."team_setup_member" add constraint "team_setup_member_pkey" primary key ("tenant_id", "setup_id", "agent_slug");

alter table "control"."team_setup_member" add constraint "team_setup_member_trust_level_one_of" check ("trust_level" in ('restricted'::text, 'standard'::text, 'elevated'::text));

alter table "control"."team_setup_member" add constraint "team_setup_member_tenant_present" check (tenant_id <> '');

create index "team_setup_member_agent_slug_idx" on "control"."team_setup_member" using btree ("tenant_id", "agent_slug");

create index "team_setup_member_tool_profile_id_idx" on "control"."team_setup_member" using btree ("tenant_id", "tool_profile_id");

create index "team_setup_member_search_idx" on "control"."team_setup_member" using gin (("catalog".search_words("agent_slug", "role_key")));

create index "team_setup_member_booked_xid_idx" on "control"."team_setup_member" (booked_xid);

comment on table "control"."team_setup_member" is 'An agent of a team: its role, its model, and what it may use.';

comment on column "control"."team_setup_member"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."team_setup_member"."setup_id" is 'The setup.';

comment on column "control"."team_setup_member"."agent_slug" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "control"."team_setup_member"."role_key" is 'Its role in the team.';

comment on column "control"."team_setup_member"."profile_key" is 'The profile that it runs under.';

comment on column "control"."team_setup_member"."model_code" is 'The model that it runs on.';

comment on column "control"."team_setup_member"."tool_profile_id" is 'What it may use.';

comment on column "control"."team_setup_member"."skill_keys" is 'The skills that it starts with.';

comment on column "control"."team_setup_member"."channel_keys" is 'The channels that it may speak on.';

comment on column "control"."team_setup_member"."instructions" is 'What it starts from.';

comment on column "control"."team_setup_member"."trust_level" is 'How far it is trusted.';

comment on column "control"."team_setup_member"."booked_at" is 'When the row was booked.';

comment on column "control"."team_setup_member"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."tool_profile" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "tool_profile_id" text,
    "title" text not null,
    "capability_keys" text[] default '{}'::text[] not null,
    "allowed_operations" jsonb default '{}'::jsonb not null,
    "system_overlays" jsonb default '[]'::jsonb not null,
    "denied_operations" text[] default '{}'::text[] not null,
    "default_decision" text default 'deny'::text not null,
    "trust_level" text default 'restricted'::text not null,
    "revision" integer default '1'::integer not null,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."tool_profile" add constraint "tool_profile_pkey" primary key ("tenant_id", "tool_profile_id");

alter table "control"."tool_profile" add constraint "tool_profile_allowed_operations_shape" check ("catalog".matches_shape("allowed_operations", '{"type":"object"}'::jsonb));

alter table "control"."tool_profile" add constraint "tool_profile_system_overlays_shape" check ("catalog".matches_shape("system_overlays", '{"type":"array","items":{"type":"object","required":["system","access"],"properties":{"system":{"type":"string"},"access":{"type":"string","enum":["read_only","read_first"]},"operations":{"type":"array","items":{"type":"string"}}}}}'::jsonb));

alter table "control"."tool_profile" add constraint "tool_profile_default_decision_one_of" check ("default_decision" in ('deny'::text));

alter table "control"."tool_profile" add constraint "tool_profile_trust_level_one_of" check ("trust_level" in ('restricted'::text, 'standard'::text, 'elevated'::text));

alter table "control"."tool_profile" add constraint "tool_profile_revision_range" check ("revision" >= 1);

alter table "control"."tool_profile" add constraint "tool_profile_tenant_present" check (tenant_id <> '');

create index "tool_profile_capability_keys_gin_idx" on "control"."tool_profile" using gin ("capability_keys");

create index "tool_profile_search_idx" on "control"."tool_profile" using gin (("catalog".search_words("tool_profile_id", "title")));

comment on table "control"."tool_profile" is 'What agents of one kind may use: tools, operations, and business systems read first. What it does not name is denied.';

comment on column "control"."tool_profile"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."tool_profile"."tool_profile_id" is 'The profile''s own word.';

comment on column "control"."tool_profile"."title" is 'What it is for, in a line.';

comment on column "control"."tool_profile"."capability_keys" is 'The capabilities that it gives.';

comment on column "control"."tool_profile"."allowed_operations" is 'For each capability, the operations that it gives.';

comment on column "control"."tool_profile"."system_overlays" is 'Business systems that it opens, each read only, or read first with the few operations that may write.';

comment on column "control"."tool_profile"."denied_operations" is 'What it denies even where another profile gives it.';

comment on column "control"."tool_profile"."default_decision" is 'What becomes of everything that it does not name.';

comment on column "control"."tool_profile"."trust_level" is 'How far its agents are trusted.';

comment on column "control"."tool_profile"."revision" is 'Its revision; a stale copy never widens a right.';

comment on column "control"."tool_profile"."is_active" is 'Whether it may be used.';

comment on column "control"."tool_profile"."created_at" is 'When the row was made.';

comment on column "control"."tool_profile"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."tool_profile"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."topology_diff" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "diff_id" uuid default (gen_random_uuid()),
    "from_snapshot_id" uuid not null,
    "to_snapshot_id" uuid not null,
    "from_graph_revision" text not null,
    "to_graph_revision" text not null,
    "added_nodes" jsonb default '[]'::jsonb not null,
    "removed_nodes" jsonb default '[]'::jsonb not null,
    "changed_nodes" jsonb default '[]'::jsonb not null,
    "added_edges" jsonb default '[]'::jsonb not null,
    "removed_edges" jsonb default '[]'::jsonb not null,
    "changed_edges" jsonb default '[]'::jsonb not null,
    "is_empty" boolean generated always as (from_graph_revision = to_graph_revision) stored,
    "incompatible_labels" text[] default '{}'::text[] not null,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."topology_diff" add constraint "topology_diff_pkey" primary key ("tenant_id", "diff_id");

alter table "control"."topology_diff" add constraint "topology_diff_from_graph_revision_pattern" check ("from_graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."topology_diff" add constraint "topology_diff_to_graph_revision_pattern" check ("to_graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."topology_diff" add constraint "topology_diff_added_nodes_shape" check ("catalog".matches_shape("added_nodes", '{"type":"array"}'::jsonb));

alter table "control"."topology_diff" add constraint "topology_diff_removed_nodes_shape" check ("catalog".matches_shape("removed_nodes", '{"type":"array"}'::jsonb));

alter table "control"."topology_diff" add constraint "topology_diff_changed_nodes_shape" check ("catalog".matches_shape("changed_nodes", '{"type":"array"}'::jsonb));

alter table "control"."topology_diff" add constraint "topology_diff_added_edges_shape" check ("catalog".matches_shape("added_edges", '{"type":"array"}'::jsonb));

alter table "control"."topology_diff" add constraint "topology_diff_removed_edges_shape" check ("catalog".matches_shape("removed_edges", '{"type":"array"}'::jsonb));

alter table "control"."topology_diff" add constraint "topology_diff_changed_edges_shape" check ("catalog".matches_shape("changed_edges", '{"type":"array"}'::jsonb));

alter table "control"."topology_diff" add constraint "topology_diff_tenant_present" check (tenant_id <> '');

create index "topology_diff_from_snapshot_id_idx" on "control"."topology_diff" using btree ("tenant_id", "from_snapshot_id");

create index "topology_diff_to_snapshot_id_idx" on "control"."topology_diff" using btree ("tenant_id", "to_snapshot_id");

create index "topology_diff_created_at_idx" on "control"."topology_diff" using btree ("tenant_id", "created_at");

create index "topology_diff_booked_xid_idx" on "control"."topology_diff" (booked_xid);

comment on table "control"."topology_diff" is 'What lies between two snapshots: agents and channels that were added, removed or changed.';

comment on column "control"."topology_diff"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."topology_diff"."diff_id" is 'The difference''s own id.';

comment on column "control"."topology_diff"."from_snapshot_id" is 'What is.';

comment on column "control"."topology_diff"."to_snapshot_id" is 'What should be.';

comment on column "control"."topology_diff"."from_graph_revision" is 'The revision of what is.';

comment on column "control"."topology_diff"."to_graph_revision" is 'The revision of what should be.';

comment on column "control"."topology_diff"."added_nodes" is 'Agents that are missing.';

comment on column "control"."topology_diff"."removed_nodes" is 'Agents that are too many.';

comment on column "control"."topology_diff"."changed_nodes" is 'Agents that differ, each with what differs.';

comment on column "control"."topology_diff"."added_edges" is 'Channels that are missing.';

comment on column "control"."topology_diff"."removed_edges" is 'Channels that are too many.';

comment on column "control"."topology_diff"."changed_edges" is 'Channels that differ, each with what differs.';

comment on column "control"."topology_diff"."is_empty" is 'Whether nothing differs; computed.';

comment on column "control"."topology_diff"."incompatible_labels" is 'Runtimes that do not fit what should be.';

comment on column "control"."topology_diff"."created_at" is 'When the row was made.';

comment on column "control"."topology_diff"."booked_at" is 'When the row was booked.';

comment on column "control"."topology_diff"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."topology_edge" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "snapshot_id" uuid,
    "from_agent_slug" text,
    "to_agent_slug" text,
    "channel_key" text,
    "is_allowed" boolean default 'true'::boolean not null,
    "trust_level" text default 'restricted'::text not null,
    "config" jsonb default '{}'::jsonb not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."topology_edge" add constraint "topology_edge_pkey" primary key ("tenant_id", "snapshot_id", "from_agent_slug", "to_agent_slug", "channel_key");

alter table "control"."topology_edge" add constraint "topology_edge_trust_level_one_of" check ("trust_level" in ('restricted'::text, 'standard'::text, 'elevated'::text));

alter table "control"."topology_edge" add constraint "topology_edge_config_shape" check ("catalog".matches_shape("config", '{"type":"object"}'::jsonb));

alter table "control"."topology_edge" add constraint "topology_edge_tenant_present" check (tenant_id <> '');

create index "topology_edge_from_agent_slug_idx" on "control"."topology_edge" using btree ("tenant_id", "from_agent_slug");

create index "topology_edge_to_agent_slug_idx" on "control"."topology_edge" using btree ("tenant_id", "to_agent_slug");

create index "topology_edge_booked_xid_idx" on "control"."topology_edge" (booked_xid);

comment on table "control"."topology_edge" is 'A channel between two agents in a snapshot.';

comment on column "control"."topology_edge"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."topology_edge"."snapshot_id" is 'The snapshot.';

comment on column "control"."topology_edge"."from_agent_slug" is 'The agent that speaks.';

comment on column "control"."topology_edge"."to_agent_slug" is 'The agent that is spoken to.';

comment on column "control"."topology_edge"."channel_key" is 'The channel.';

comment on column "control"."topology_edge"."is_allowed" is 'Whether the two may speak on it.';

comment on column "control"."topology_edge"."trust_level" is 'How far what comes over it is trusted.';

comment on column "control"."topology_edge"."config" is 'How it is set up.';

comment on column "control"."topology_edge"."booked_at" is 'When the row was booked.';

comment on column "control"."topology_edge"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."topology_node" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "snapshot_id" uuid,
    "agent_slug" text,
    "role_key" text,
    "model_code" text,
    "tool_profile_id" text,
    "trust_level" text default 'restricted'::text not null,
    "runtime_label" text,
    "lifecycle_state" text,
    "config" jsonb default '{}'::jsonb not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."topology_node" add constraint "topology_node_pkey" primary key ("tenant_id", "snapshot_id", "agent_slug");

alter table "control"."topology_node" add constraint "topology_node_trust_level_one_of" check ("trust_level" in ('restricted'::text, 'standard'::text, 'elevated'::text));

alter table "control"."topology_node" add constraint "topology_node_config_shape" check ("catalog".matches_shape("config", '{"type":"object"}'::jsonb));

alter table "control"."topology_node" add constraint "topology_node_tenant_present" check (tenant_id <> '');

create index "topology_node_agent_slug_idx" on "control"."topology_node" using btree ("tenant_id", "agent_slug");

create index "topology_node_booked_xid_idx" on "control"."topology_node" (booked_xid);

comment on table "control"."topology_node" is 'An agent in a snapshot.';

comment on column "control"."topology_node"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."topology_node"."snapshot_id" is 'The snapshot.';

comment on column "control"."topology_node"."agent_slug" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "control"."topology_node"."role_key" is 'Its role.';

comment on column "control"."topology_node"."model_code" is 'Its model.';

comment on column "control"."topology_node"."tool_profile_id" is 'What it may use.';

comment on column "control"."topology_node"."trust_level" is 'How far it is trusted.';

comment on column "control"."topology_node"."runtime_label" is 'The runtime that it runs on.';

comment on column "control"."topology_node"."lifecycle_state" is 'What the runtime says of it.';

comment on column "control"."topology_node"."config" is 'How it is set up.';

comment on column "control"."topology_node"."booked_at" is 'When the row was booked.';

comment on column "control"."topology_node"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."topology_snapshot" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "snapshot_id" uuid default (gen_random_uuid()),
    "snapshot_kind" text not null,
    "graph_revision" text not null,
    "runtime_compatibility_labels" text[] default '{}'::text[] not null,
    "node_count" integer default '0'::integer not null,
    "edge_count" integer default '0'::integer not null,
    "source" text not null,
    "setup_id" uuid,
    "taken_at" timestamp with time zone default (now()) not null,
    "taken_by" text,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "control"."topology_snapshot" add constraint "topology_snapshot_pkey" primary key ("tenant_id", "snapshot_id");

alter table "control"."topology_snapshot" add constraint "topology_snapshot_snapshot_kind_one_of" check ("snapshot_kind" in ('observed'::text, 'desired'::text));

alter table "control"."topology_snapshot" add constraint "topology_snapshot_graph_revision_pattern" check ("graph_revision" ~ '^[0-9a-f]{64}$');

alter table "control"."topology_snapshot" add constraint "topology_snapshot_node_count_range" check ("node_count" >= 0);

alter table "control"."topology_snapshot" add constraint "topology_snapshot_edge_count_range" check ("edge_count" >= 0);

alter table "control"."topology_snapshot" add constraint "topology_snapshot_tenant_present" check (tenant_id <> '');

create index "topology_snapshot_graph_revision_idx" on "control"."topology_snapshot" using btree ("tenant_id", "graph_revision");

create index "topology_snapshot_snapshot_kind_taken_at_idx" on "control"."topology_snapshot" using btree ("tenant_id", "snapshot_kind", "taken_at");

create index "topology_snapshot_setup_id_idx" on "control"."topology_snapshot" using btree ("tenant_id", "setup_id");

create index "topology_snapshot_search_idx" on "control"."topology_snapshot" using gin (("catalog".search_words("graph_revision", "source")));

create index "topology_snapshot_booked_xid_idx" on "control"."topology_snapshot" (booked_xid);

comment on table "control"."topology_snapshot" is 'The agents and channels at one time, as they are or as they should be.';

comment on column "control"."topology_snapshot"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."topology_snapshot"."snapshot_id" is 'The snapshot''s own id.';

comment on column "control"."topology_snapshot"."snapshot_kind" is 'Whether it shows what is, or what should be.';

comment on column "control"."topology_snapshot"."graph_revision" is 'The SHA-256 of its nodes and edges: two snapshots of one revision are equal.';

comment on column "control"."topology_snapshot"."runtime_compatibility_labels" is 'The runtimes that it fits, by their labels.';

comment on column "control"."topology_snapshot"."node_count" is 'How many agents it has.';

comment on column "control"."topology_snapshot"."edge_count" is 'How many channels it has.';

comment on column "control"."topology_snapshot"."source" is 'Where it is known from.';

comment on column "control"."topology_snapshot"."setup_id" is 'The team that asks for it.';

comment on column "control"."topology_snapshot"."taken_at" is 'When.';

comment on column "control"."topology_snapshot"."taken_by" is 'Who took it.';

comment on column "control"."topology_snapshot"."booked_at" is 'When the row was booked.';

comment on column "control"."topology_snapshot"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "control"."watchdog_observation" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "observation_id" uuid default (gen_random_uuid()),
    "agent_id" text not null,
    "kind" text not null,
    "severity" text not null,
    "evidence" jsonb default '{}'::jsonb not null,
    "message" text,
    "observation_count" integer default '1'::integer not null,
    "first_seen_at" timestamp with time zone default (now()) not null,
    "last_seen_at" timestamp with time zone default (now()) not null,
    "status" text default 'open'::text not null,
    "acknowledged_by" text,
    "acknowledged_at" timestamp with time zone,
    "cleared_at" timestamp with time zone,
    "run_id" uuid,
    "agent_instance_code" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."watchdog_observation" add constraint "watchdog_observation_pkey" primary key ("tenant_id", "observation_id");

create unique index "watchdog_observation_agent_id_kind_key" on "control"."watchdog_observation" ("tenant_id", "agent_id", "kind") where status <> 'cleared' and deleted_at is null;

alter table "control"."watchdog_observation" add constraint "watchdog_observation_kind_one_of" check ("kind" in ('stalled'::text, 'zombie'::text, 'looping'::text, 'over_budget'::text, 'drifted'::text));

alter table "control"."watchdog_observation" add constraint "watchdog_observation_severity_one_of" check ("severity" in ('info'::text, 'warning'::text, 'critical'::text));

alter table "control"."watchdog_observation" add constraint "watchdog_observation_evidence_shape" check ("catalog".matches_shape("evidence", '{"type":"object"}'::jsonb));

alter table "control"."watchdog_observation" add constraint "watchdog_observation_observation_count_range" check ("observation_count" >= 1);

alter table "control"."watchdog_observation" add constraint "watchdog_observation_status_one_of" check ("status" in ('open'::text, 'acknowledged'::text, 'cleared'::text));

alter table "control"."watchdog_observation" add constraint "watchdog_observation_tenant_present" check (tenant_id <> '');

alter table "control"."watchdog_observation" add constraint "watchdog_observation_what_is_cleared_has_its_time_check" check ((status = 'cleared') = (cleared_at is not null));

create index "watchdog_observation_status_severity_idx" on "control"."watchdog_observation" using btree ("tenant_id", "status", "severity");

create index "watchdog_observation_last_seen_at_idx" on "control"."watchdog_observation" using btree ("tenant_id", "last_seen_at");

create index "watchdog_observation_run_id_idx" on "control"."watchdog_observation" using btree ("tenant_id", "run_id");

create index "watchdog_observation_agent_id_idx" on "control"."watchdog_observation" using btree ("tenant_id", "agent_id");

create index "watchdog_observation_search_idx" on "control"."watchdog_observation" using gin (("catalog".search_words("agent_id", "message")));

comment on table "control"."watchdog_observation" is 'Something amiss with an agent that was noticed. To notice destroys nothing.';

comment on column "control"."watchdog_observation"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."watchdog_observation"."observation_id" is 'The observation''s own id.';

comment on column "control"."watchdog_observation"."agent_id" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "control"."watchdog_observation"."kind" is 'What is amiss.';

comment on column "control"."watchdog_observation"."severity" is 'How bad it is.';

comment on column "control"."watchdog_observation"."evidence" is 'The figures that show it.';

comment on column "control"."watchdog_observation"."message" is 'What is amiss, in a sentence.';

comment on column "control"."watchdog_observation"."observation_count" is 'How often it was noticed.';

comment on column "control"."watchdog_observation"."first_seen_at" is 'When it was first noticed.';

comment on column "control"."watchdog_observation"."last_seen_at" is 'When it was last noticed.';

comment on column "control"."watchdog_observation"."status" is 'Where it stands.';

comment on column "control"."watchdog_observation"."acknowledged_by" is 'Who has seen it.';

comment on column "control"."watchdog_observation"."acknowledged_at" is 'When.';

comment on column "control"."watchdog_observation"."cleared_at" is 'When it was over.';

comment on column "control"."watchdog_observation"."run_id" is 'The scheduler''s run that noticed it last.';

comment on column "control"."watchdog_observation"."agent_instance_code" is 'The run of the agent that it was noticed on.';

comment on column "control"."watchdog_observation"."created_at" is 'When the row was made.';

comment on column "control"."watchdog_observation"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."watchdog_observation"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "control"."workspace_record" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "workspace_id" uuid default (gen_random_uuid()),
    "workspace_path" text not null,
    "agent_slug" text not null,
    "lifecycle_state" text default 'active'::text not null,
    "retention_policy" text default 'keep'::text not null,
    "retention_days" integer,
    "size_bytes" bigint,
    "last_used_at" timestamp with time zone,
    "archived_at" timestamp with time zone,
    "cleaned_by" text,
    "cleaned_at" timestamp with time zone,
    "clean_reason" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "control"."workspace_record" add constraint "workspace_record_pkey" primary key ("tenant_id", "workspace_id");

alter table "control"."workspace_record" add constraint "workspace_record_workspace_path_key" unique ("tenant_id", "workspace_path");

create unique index "workspace_record_agent_slug_key" on "control"."workspace_record" ("tenant_id", "agent_slug") where lifecycle_state <> 'cleaned' and deleted_at is null;

alter table "control"."workspace_record" add constraint "workspace_record_lifecycle_state_one_of" check ("lifecycle_state" in ('active'::text, 'idle'::text, 'archived'::text, 'cleaned'::text));

alter table "control"."workspace_record" add constraint "workspace_record_retention_policy_one_of" check ("retention_policy" in ('keep'::text, 'after_idle'::text, 'after_retirement'::text));

alter table "control"."workspace_record" add constraint "workspace_record_retention_days_range" check ("retention_days" >= 0);

alter table "control"."workspace_record" add constraint "workspace_record_size_bytes_range" check ("size_bytes" >= 0);

alter table "control"."workspace_record" add constraint "workspace_record_tenant_present" check (tenant_id <> '');

alter table "control"."workspace_record" add constraint "workspace_record_a_term_has_its_days_check" check (retention_policy = 'keep' or retention_days is not null);

alter table "control"."workspace_record" add constraint "workspace_record_cleaning_is_an_act_check" check ((lifecycle_state = 'cleaned') = (cleaned_at is not null and cleaned_by is not null));

create index "workspace_record_agent_slug_idx" on "control"."workspace_record" using btree ("tenant_id", "agent_slug");

create index "workspace_record_lifecycle_state_idx" on "control"."workspace_record" using btree ("tenant_id", "lifecycle_state");

create index "workspace_record_search_idx" on "control"."workspace_record" using gin (("catalog".search_words("workspace_path", "agent_slug")));

comment on table "control"."workspace_record" is 'The place where a persistent agent keeps its files, and what becomes of it.';

comment on column "control"."workspace_record"."tenant_id" is 'The tenant that owns the row.';

comment on column "control"."workspace_record"."workspace_id" is 'The workspace''s own id.';

comment on column "control"."workspace_record"."workspace_path" is 'Where it is.';

comment on column "control"."workspace_record"."agent_slug" is 'The agent that owns it.';

comment on column "control"."workspace_record"."lifecycle_state" is 'Where it stands.';

comment on column "control"."workspace_record"."retention_policy" is 'When it may be cleaned: never, some days after its last use, or some days after its agent''s retirement.';

comment on column "control"."workspace_record"."retention_days" is 'How many days.';

comment on column "control"."workspace_record"."size_bytes" is 'How large it is.';

comment on column "control"."workspace_record"."last_used_at" is 'When it was last used.';

comment on column "control"."workspace_record"."archived_at" is 'When it was archived.';

comment on column "control"."workspace_record"."cleaned_by" is 'Who had it cleaned.';

comment on column "control"."workspace_record"."cleaned_at" is 'When it was cleaned.';

comment on column "control"."workspace_record"."clean_reason" is 'Why it was cleaned.';

comment on column "control"."workspace_record"."created_at" is 'When the row was made.';

comment on column "control"."workspace_record"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "control"."workspace_record"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "entities"."entities" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "entity_id" uuid default (gen_random_uuid()),
    "type_id" uuid not null,
    "entity_key" character varying(255) not null,
    "name" character varying(500),
    "properties" jsonb default '{}'::jsonb not null,
    "status" character varying(50) default 'active'::character varying(50) not null,
    "field_name" character varying(255),
    "district" character varying(10),
    "source" character varying(50) default 'manual'::character varying(50) not null,
    "source_reference" character varying(500),
    "created_by" character varying(255),
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "entities"."entities" add constraint "entities_pkey" primary key ("tenant_id", "entity_id");

alter table "entities"."entities" add constraint "entities_type_id_entity_key_key" unique ("tenant_id", "type_id", "entity_key");

alter table "entities"."entities" add constraint "entities_properties_shape" check ("catalog".matches_shape("properties", '{"type":"object"}'::jsonb));

alter table "entities"."entities" add constraint "entities_tenant_present" check (tenant_id <> '');

create index "entities_entity_key_idx" on "entities"."entities" using btree ("tenant_id", "entity_key");

create index "entities_properties_gin_idx" on "entities"."entities" using gin ("properties");

create index "entities_type_id_status_idx" on "entities"."entities" using btree ("tenant_id", "type_id", "status");

create index "entities_search_idx" on "entities"."entities" using gin (("catalog".search_words("entity_key"::text, "name"::text, "field_name"::text)));

comment on table "entities"."entities" is 'A thing that records are kept of: a well, a lease, a facility. A node of the graph.';

comment on column "entities"."entities"."tenant_id" is 'The tenant that owns the row.';

comment on column "entities"."entities"."entity_id" is 'The entity''s own id.';

comment on column "entities"."entities"."type_id" is 'Its type.';

comment on column "entities"."entities"."entity_key" is 'The key that the world knows it by, such as a well''s API number.';

comment on column "entities"."entities"."name" is 'The name that people see.';

comment on column "entities"."entities"."properties" is 'Its fields, as the type defines them.';

comment on column "entities"."entities"."status" is 'Where it stands.';

comment on column "entities"."entities"."field_name" is 'The oil or gas field that it lies in.';

comment on column "entities"."entities"."district" is 'The authority''s district that it lies in.';

comment on column "entities"."entities"."source" is 'Where it is known from.';

comment on column "entities"."entities"."source_reference" is 'Where exactly.';

comment on column "entities"."entities"."created_by" is 'Who entered it.';

comment on column "entities"."entities"."created_at" is 'When the row was made.';

comment on column "entities"."entities"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "entities"."entities"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "entities"."entity_field_definitions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "field_id" uuid default (gen_random_uuid()),
    "type_id" uuid not null,
    "field_key" character varying(64) not null,
    "label" character varying(128) not null,
    "input_type" character varying(32) not null,
    "required" boolean default 'false'::boolean not null,
    "validation_preset" character varying(64),
    "options" jsonb,
    "display_group" character varying(64),
    "sort_order" integer default '0'::integer not null,
    "created_at" timestamp with time zone default (now()) not null,
    "pattern" text,
    "min_value" numeric,
    "max_value" numeric,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "entities"."entity_field_definitions" add constraint "entity_field_definitions_pkey" primary key ("tenant_id", "field_id");

alter table "entities"."entity_field_definitions" add constraint "entity_field_definitions_type_id_field_key_key" unique ("tenant_id", "type_id", "field_key");

alter table "entities"."entity_field_definitions" add constraint "entity_field_definitions_field_key_pattern" check ("field_key" ~ '^[a-z][a-z0-9_]*$');

alter table "entities"."entity_field_definitions" add constraint "entity_field_definitions_options_shape" check ("catalog".matches_shape("options", '{"type":["array","object"]}'::jsonb));

alter table "entities"."entity_field_definitions" add constraint "entity_field_definitions_tenant_present" check (tenant_id <> '');

create index "entity_field_definitions_type_id_sort_order_idx" on "entities"."entity_field_definitions" using btree ("tenant_id", "type_id", "sort_order");

create index "entity_field_definitions_search_idx" on "entities"."entity_field_definitions" using gin (("catalog".search_words("field_key"::text, "label"::text)));

comment on table "entities"."entity_field_definitions" is 'A field of an entity type: how it is entered and what it may hold.';

comment on column "entities"."entity_field_definitions"."tenant_id" is 'The tenant that owns the row.';

comment on column "entities"."entity_field_definitions"."field_id" is 'The field''s own id.';

comment on column "entities"."entity_field_definitions"."type_id" is 'The type.';

comment on column "entities"."entity_field_definitions"."field_key" is 'The word that programs use.';

comment on column "entities"."entity_field_definitions"."label" is 'The name that people see.';

comment on column "entities"."entity_field_definitions"."input_type" is 'How it is entered.';

comment on column "entities"."entity_field_definitions"."required" is 'Whether every entity of the type must have it.';

comment on column "entities"."entity_field_definitions"."validation_preset" is 'A known rule that its value meets.';

comment on column "entities"."entity_field_definitions"."options" is 'For a choice: what can be chosen.';

comment on column "entities"."entity_field_definitions"."display_group" is 'The group that pages show it in.';

comment on column "entities"."entity_field_definitions"."sort_order" is 'Its place.';

comment on column "entities"."entity_field_definitions"."created_at" is 'When the row was made.';

comment on column "entities"."entity_field_definitions"."pattern" is 'A regular expression that its value matches.';

comment on column "entities"."entity_field_definitions"."min_value" is 'The least value of a number.';

comment on column "entities"."entity_field_definitions"."max_value" is 'The greatest value of a number.';

comment on column "entities"."entity_field_definitions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "entities"."entity_field_definitions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "entities"."entity_relationship_rules" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "rule_id" uuid default (gen_random_uuid()),
    "parent_type_id" uuid not null,
    "child_type_id" uuid not null,
    "cardinality" character varying(16) default 'one_to_many'::character varying(16) not null,
    "required" boolean default 'false'::boolean not null,
    "display_label" character varying(128),
    "created_at" timestamp with time zone default (now()) not null,
    "edge_label" character varying(64),
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_pkey" primary key ("tenant_id", "rule_id");

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_parent_type_id_child_type_id_key" unique ("tenant_id", "parent_type_id", "child_type_id");

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_cardinality_one_of" check ("cardinality"::text in ('one_to_one'::text, 'one_to_many'::text, 'many_to_one'::text, 'many_to_many'::text));

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_edge_label_pattern" check ("edge_label" ~ '^[A-Z][A-Z0-9_]*$');

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_tenant_present" check (tenant_id <> '');

create index "entity_relationship_rules_child_type_id_idx" on "entities"."entity_relationship_rules" using btree ("tenant_id", "child_type_id");

create index "entity_relationship_rules_search_idx" on "entities"."entity_relationship_rules" using gin (("catalog".search_words("display_label"::text)));

comment on table "entities"."entity_relationship_rules" is 'Which types of entity may be joined, and how many of each.';

comment on column "entities"."entity_relationship_rules"."tenant_id" is 'The tenant that owns the row.';

comment on column "entities"."entity_relationship_rules"."rule_id" is 'The rule''s own id.';

comment on column "entities"."entity_relationship_rules"."parent_type_id" is 'The type above.';

comment on column "entities"."entity_relationship_rules"."child_type_id" is 'The type below.';

comment on column "entities"."entity_relationship_rules"."cardinality" is 'How many of each are joined.';

comment on column "entities"."entity_relationship_rules"."required" is 'Whether every entity below needs one above.';

comment on column "entities"."entity_relationship_rules"."display_label" is 'How people call it.';

comment on column "entities"."entity_relationship_rules"."created_at" is 'When the row was made.';

comment on column "entities"."entity_relationship_rules"."edge_label" is 'How the graph calls it.';

comment on column "entities"."entity_relationship_rules"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "entities"."entity_relationship_rules"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "entities"."entity_type_definitions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "type_id" uuid default (gen_random_uuid()),
    "type_key" character varying(64) not null,
    "display_name" character varying(128) not null,
    "icon" character varying(64),
    "color" character varying(7),
    "compliance_footprint" boolean default 'false'::boolean not null,
    "is_system_type" boolean default 'false'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "description" text,
    "deleted_at" timestamp with time zone
);

alter table "entities"."entity_type_definitions" add constraint "entity_type_definitions_pkey" primary key ("tenant_id", "type_id");

alter table "entities"."entity_type_definitions" add constraint "entity_type_definitions_type_key_key" unique ("tenant_id", "type_key");

alter table "entities"."entity_type_definitions" add constraint "entity_type_definitions_type_key_pattern" check ("type_key" ~ '^[a-z][a-z0-9_]*$');

alter table "entities"."entity_type_definitions" add constraint "entity_type_definitions_color_pattern" check ("color" ~ '^#[0-9A-Fa-f]{6}$');

alter table "entities"."entity_type_definitions" add constraint "entity_type_definitions_tenant_present" check (tenant_id <> '');

create index "entity_type_definitions_search_idx" on "entities"."entity_type_definitions" using gin (("catalog".search_words("type_key"::text, "display_name"::text)));

comment on table "entities"."entity_type_definitions" is 'A type of thing that administrators keep records of, such as a well or a facility.';

comment on column "entities"."entity_type_definitions"."tenant_id" is 'The tenant that owns the row.';

comment on column "entities"."entity_type_definitions"."type_id" is 'The type''s own id.';

comment on column "entities"."entity_type_definitions"."type_key" is 'The word that programs use.';

comment on column "entities"."entity_type_definitions"."display_name" is 'The name that people see.';

comment on column "entities"."entity_type_definitions"."icon" is 'The picture beside it.';

comment on column "entities"."entity_type_definitions"."color" is 'Its colour.';

comment on column "entities"."entity_type_definitions"."compliance_footprint" is 'Whether its entities stand in the compliance matrix.';

comment on column "entities"."entity_type_definitions"."is_system_type" is 'Whether it came with the product; such a type is never deleted.';

comment on column "entities"."entity_type_definitions"."created_at" is 'When the row was made.';

comment on column "entities"."entity_type_definitions"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "entities"."entity_type_definitions"."description" is 'What it is.';

comment on column "entities"."entity_type_definitions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "entities"."relationships" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "relationship_id" uuid default (gen_random_uuid()),
    "parent_entity_id" uuid not null,
    "child_entity_id" uuid not null,
    "rule_id" uuid,
    "edge_label" character varying(64) default 'RELATED_TO'::character varying(64) not null,
    "properties" jsonb default '{}'::jsonb not null,
    "valid_from" date,
    "valid_to" date,
    "source" character varying(50) default 'manual'::character varying(50) not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "entities"."relationships" add constraint "relationships_pkey" primary key ("tenant_id", "relationship_id");

create unique index "relationships_parent_entity_id_child_entity_id_edge_label_key" on "entities"."relationships" ("tenant_id", "parent_entity_id", "child_entity_id", "edge_label") where deleted_at is null;

alter table "entities"."relationships" add constraint "relationships_edge_label_pattern" check ("edge_label" ~ '^[A-Z][A-Z0-9_]*$');

alter table "entities"."relationships" add constraint "relationships_properties_shape" check ("catalog".matches_shape("properties", '{"type":"object"}'::jsonb));

alter table "entities"."relationships" add constraint "relationships_tenant_present" check (tenant_id <> '');

alter table "entities"."relationships" add constraint "relationships_joins_two_check" check (parent_entity_id <> child_entity_id);

alter table "entities"."relationships" add constraint "relationships_ends_after_it_begins_check" check (valid_to >= valid_from);

create index "relationships_parent_entity_id_edge_label_idx" on "entities"."relationships" using btree ("tenant_id", "parent_entity_id", "edge_label");

create index "relationships_child_entity_id_edge_label_idx" on "entities"."relationships" using btree ("tenant_id", "child_entity_id", "edge_label");

create index "relationships_rule_id_idx" on "entities"."relationships" using btree ("tenant_id", "rule_id");

comment on table "entities"."relationships" is 'Two entities that belong together. An edge of the graph.';

comment on column "entities"."relationships"."tenant_id" is 'The tenant that owns the row.';

comment on column "entities"."relationships"."relationship_id" is 'The relationship''s own id.';

comment on column "entities"."relationships"."parent_entity_id" is 'The entity above.';

comment on column "entities"."relationships"."child_entity_id" is 'The entity below.';

comment on column "entities"."relationships"."rule_id" is 'The rule that allows it; found by the database.';

comment on column "entities"."relationships"."edge_label" is 'How the graph calls it.';

comment on column "entities"."relationships"."properties" is 'What else is known of it.';

comment on column "entities"."relationships"."valid_from" is 'From when it holds.';

comment on column "entities"."relationships"."valid_to" is 'Until when it held; empty while it holds.';

comment on column "entities"."relationships"."source" is 'Where it is known from.';

comment on column "entities"."relationships"."created_at" is 'When the row was made.';

comment on column "entities"."relationships"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "entities"."relationships"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "entities"."rrc_field_mappings" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "mapping_id" uuid default (gen_random_uuid()),
    "type_id" uuid not null,
    "rrc_field_key" character varying(128) not null,
    "entity_field_id" uuid not null,
    "created_at" timestamp with time zone default (now()) not null,
    "transform" text default 'none'::text not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "entities"."rrc_field_mappings" add constraint "rrc_field_mappings_pkey" primary key ("tenant_id", "mapping_id");

alter table "entities"."rrc_field_mappings" add constraint "rrc_field_mappings_transform_one_of" check ("transform" in ('none'::text, 'trim'::text, 'upper'::text, 'lower'::text, 'date_mdy'::text, 'number'::text, 'api_number'::text));

alter table "entities"."rrc_field_mappings" add constraint "rrc_field_mappings_tenant_present" check (tenant_id <> '');

create index "rrc_field_mappings_type_id_idx" on "entities"."rrc_field_mappings" using btree ("tenant_id", "type_id");

create index "rrc_field_mappings_entity_field_id_idx" on "entities"."rrc_field_mappings" using btree ("tenant_id", "entity_field_id");

create index "rrc_field_mappings_search_idx" on "entities"."rrc_field_mappings" using gin (("catalog".search_words("rrc_field_key"::text)));

comment on table "entities"."rrc_field_mappings" is 'Which field of an imported file goes into which field of an entity.';

comment on column "entities"."rrc_field_mappings"."tenant_id" is 'The tenant that owns the row.';

comment on column "entities"."rrc_field_mappings"."mapping_id" is 'The mapping''s own id.';

comment on column "entities"."rrc_field_mappings"."type_id" is 'The entity''s type.';

comment on column "entities"."rrc_field_mappings"."rrc_field_key" is 'The field''s name in the imported file.';

comment on column "entities"."rrc_field_mappings"."entity_field_id" is 'The field that it goes into.';

comment on column "entities"."rrc_field_mappings"."created_at" is 'When the row was made.';

comment on column "entities"."rrc_field_mappings"."transform" is 'What is done to the value on the way.';

comment on column "entities"."rrc_field_mappings"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "entities"."rrc_field_mappings"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."engagements" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."engagements_id_seq"),
    "global_id" text,
    "name" text not null,
    "client_org_id" bigint,
    "primary_contact_id" bigint,
    "project_id" bigint,
    "offer_name" text,
    "status" text default 'prospect'::text not null,
    "start_date" date,
    "end_date" date,
    "value_estimate" numeric(12,2),
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."engagements" add constraint "engagements_pkey" primary key ("tenant_id", "id");

alter table "erp"."engagements" add constraint "engagements_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."engagements" add constraint "engagements_status_one_of" check ("status" in ('prospect'::text, 'active'::text, 'completed'::text, 'lost'::text));

alter table "erp"."engagements" add constraint "engagements_value_estimate_range" check ("value_estimate" >= 0);

alter table "erp"."engagements" add constraint "engagements_tenant_present" check (tenant_id <> '');

alter table "erp"."engagements" add constraint "engagements_ends_after_it_begins_check" check (end_date >= start_date);

create index "engagements_client_org_id_idx" on "erp"."engagements" using btree ("tenant_id", "client_org_id");

create index "engagements_primary_contact_id_idx" on "erp"."engagements" using btree ("tenant_id", "primary_contact_id");

create index "engagements_project_id_idx" on "erp"."engagements" using btree ("tenant_id", "project_id");

create index "engagements_status_idx" on "erp"."engagements" using btree ("tenant_id", "status");

create index "engagements_search_idx" on "erp"."engagements" using gin (("catalog".search_words("name", "offer_name")));

comment on table "erp"."engagements" is 'Work for a client that was offered, is being done, or was done.';

comment on column "erp"."engagements"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."engagements"."id" is 'The engagement''s number.';

comment on column "erp"."engagements"."global_id" is 'A code that other systems may use.';

comment on column "erp"."engagements"."name" is 'The name.';

comment on column "erp"."engagements"."client_org_id" is 'The client.';

comment on column "erp"."engagements"."primary_contact_id" is 'The person to talk to.';

comment on column "erp"."engagements"."project_id" is 'The project that carries it.';

comment on column "erp"."engagements"."offer_name" is 'The offer that it rests on.';

comment on column "erp"."engagements"."status" is 'Where it stands.';

comment on column "erp"."engagements"."start_date" is 'When it begins.';

comment on column "erp"."engagements"."end_date" is 'When it ends.';

comment on column "erp"."engagements"."value_estimate" is 'What it is thought to be worth.';

comment on column "erp"."engagements"."notes" is 'Free remarks.';

comment on column "erp"."engagements"."created_at" is 'When the row was made.';

comment on column "erp"."engagements"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."engagements"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."invoices" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."invoices_id_seq"),
    "global_id" text,
    "number" text not null,
    "organization_id" bigint not null,
    "engagement_id" bigint,
    "issue_date" date,
    "due_date" date,
    "currency" text default 'EUR'::text not null,
    "amount" numeric(12,2) default '0'::numeric(12,2) not null,
    "status" text default 'draft'::text not null,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."invoices" add constraint "invoices_pkey" primary key ("tenant_id", "id");

alter table "erp"."invoices" add constraint "invoices_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."invoices" add constraint "invoices_number_key" unique ("tenant_id", "number");

alter table "erp"."invoices" add constraint "invoices_currency_pattern" check ("currency" ~ '^[A-Z]{3}$');

alter table "erp"."invoices" add constraint "invoices_status_one_of" check ("status" in ('draft'::text, 'sent'::text, 'paid'::text, 'void'::text));

alter table "erp"."invoices" add constraint "invoices_tenant_present" check (tenant_id <> '');

alter table "erp"."invoices" add constraint "invoices_due_after_issue_check" check (due_date >= issue_date);

alter table "erp"."invoices" add constraint "invoices_sent_has_its_dates_check" check (status = 'draft' or status = 'void' or (issue_date is not null and due_date is not null));

create index "invoices_organization_id_idx" on "erp"."invoices" using btree ("tenant_id", "organization_id");

create index "invoices_engagement_id_idx" on "erp"."invoices" using btree ("tenant_id", "engagement_id");

create index "invoices_status_due_date_idx" on "erp"."invoices" using btree ("tenant_id", "status", "due_date");

create index "invoices_search_idx" on "erp"."invoices" using gin (("catalog".search_words("number")));

comment on table "erp"."invoices" is 'A bill to a client.';

comment on column "erp"."invoices"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."invoices"."id" is 'The invoice''s own number in the book.';

comment on column "erp"."invoices"."global_id" is 'A code that other systems may use.';

comment on column "erp"."invoices"."number" is 'The number that stands on it.';

comment on column "erp"."invoices"."organization_id" is 'Who is to pay.';

comment on column "erp"."invoices"."engagement_id" is 'The engagement that it is for.';

comment on column "erp"."invoices"."issue_date" is 'When it was written.';

comment on column "erp"."invoices"."due_date" is 'By when it is to be paid.';

comment on column "erp"."invoices"."currency" is 'The currency, by its ISO 4217 code.';

comment on column "erp"."invoices"."amount" is 'How much is to be paid.';

comment on column "erp"."invoices"."status" is 'Where it stands.';

comment on column "erp"."invoices"."notes" is 'Free remarks.';

comment on column "erp"."invoices"."created_at" is 'When the row was made.';

comment on column "erp"."invoices"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."invoices"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."okrs" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."okrs_id_seq"),
    "global_id" text,
    "owner_person_id" bigint,
    "venture_name" text,
    "objective" text not null,
    "key_results" jsonb,
    "time_horizon_start" date,
    "time_horizon_end" date,
    "status" text default 'active'::text not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."okrs" add constraint "okrs_pkey" primary key ("tenant_id", "id");

alter table "erp"."okrs" add constraint "okrs_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."okrs" add constraint "okrs_key_results_shape" check ("catalog".matches_shape("key_results", '{"type":"array","items":{"type":"object","required":["description"],"properties":{"description":{"type":"string"},"metric":{"type":"string"},"target":{"type":["number","string"]},"current":{"type":["number","string"]}}}}'::jsonb));

alter table "erp"."okrs" add constraint "okrs_status_one_of" check ("status" in ('planned'::text, 'active'::text, 'completed'::text, 'dropped'::text));

alter table "erp"."okrs" add constraint "okrs_tenant_present" check (tenant_id <> '');

alter table "erp"."okrs" add constraint "okrs_ends_after_it_begins_check" check (time_horizon_end >= time_horizon_start);

create index "okrs_owner_person_id_idx" on "erp"."okrs" using btree ("tenant_id", "owner_person_id");

create index "okrs_status_idx" on "erp"."okrs" using btree ("tenant_id", "status");

create index "okrs_search_idx" on "erp"."okrs" using gin (("catalog".search_words("objective", "venture_name")));

comment on table "erp"."okrs" is 'An objective, and the key results that show whether it is met.';

comment on column "erp"."okrs"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."okrs"."id" is 'The objective''s number.';

comment on column "erp"."okrs"."global_id" is 'A code that other systems may use.';

comment on column "erp"."okrs"."owner_person_id" is 'Who answers for it.';

comment on column "erp"."okrs"."venture_name" is 'The venture that it belongs to.';

comment on column "erp"."okrs"."objective" is 'What is to be reached.';

comment on column "erp"."okrs"."key_results" is 'What shows it, each with description, metric, target and current value.';

comment on column "erp"."okrs"."time_horizon_start" is 'From when it holds.';

comment on column "erp"."okrs"."time_horizon_end" is 'Until when it holds.';

comment on column "erp"."okrs"."status" is 'Where it stands.';

comment on column "erp"."okrs"."created_at" is 'When the row was made.';

comment on column "erp"."okrs"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."okrs"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."organizations" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."organizations_id_seq"),
    "global_id" text,
    "name" text not null,
    "website" text,
    "org_type" text,
    "notes" text,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."organizations" add constraint "organizations_pkey" primary key ("tenant_id", "id");

alter table "erp"."organizations" add constraint "organizations_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."organizations" add constraint "organizations_tenant_present" check (tenant_id <> '');

create index "organizations_search_idx" on "erp"."organizations" using gin (("catalog".search_words("name", "website")));

comment on table "erp"."organizations" is 'A company or another organization.';

comment on column "erp"."organizations"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."organizations"."id" is 'The organization''s number.';

comment on column "erp"."organizations"."global_id" is 'A code that other systems may use.';

comment on column "erp"."organizations"."name" is 'The name.';

comment on column "erp"."organizations"."website" is 'Where it is on the web.';

comment on column "erp"."organizations"."org_type" is 'What sort of organization it is.';

comment on column "erp"."organizations"."notes" is 'Free remarks.';

comment on column "erp"."organizations"."is_active" is 'Whether it still matters.';

comment on column "erp"."organizations"."created_at" is 'When the row was made.';

comment on column "erp"."organizations"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."organizations"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."people" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."people_id_seq"),
    "global_id" text,
    "full_name" text not null,
    "email" text,
    "handle" text,
    "role_label" text,
    "notes" text,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."people" add constraint "people_pkey" primary key ("tenant_id", "id");

alter table "erp"."people" add constraint "people_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."people" add constraint "people_tenant_present" check (tenant_id <> '');

create index "people_search_idx" on "erp"."people" using gin (("catalog".search_words("full_name", "email", "handle")));

comment on table "erp"."people" is 'A person: the user, a client, a colleague.';

comment on column "erp"."people"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."people"."id" is 'The person''s number.';

comment on column "erp"."people"."global_id" is 'A code that other systems may use.';

comment on column "erp"."people"."full_name" is 'The name.';

comment on column "erp"."people"."email" is 'The address.';

comment on column "erp"."people"."handle" is 'A short name.';

comment on column "erp"."people"."role_label" is 'The part that they play.';

comment on column "erp"."people"."notes" is 'Free remarks.';

comment on column "erp"."people"."is_active" is 'Whether they still matter.';

comment on column "erp"."people"."created_at" is 'When the row was made.';

comment on column "erp"."people"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."people"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."projects" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."projects_id_seq"),
    "global_id" text,
    "name" text not null,
    "description" text,
    "owner_person_id" bigint,
    "organization_id" bigint,
    "status" text default 'planned'::text not null,
    "start_date" date,
    "end_date" date,
    "tags" text[],
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."projects" add constraint "projects_pkey" primary key ("tenant_id", "id");

alter table "erp"."projects" add constraint "projects_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."projects" add constraint "projects_status_one_of" check ("status" in ('planned'::text, 'active'::text, 'paused'::text, 'done'::text, 'cancelled'::text));

alter table "erp"."projects" add constraint "projects_tenant_present" check (tenant_id <> '');

alter table "erp"."projects" add constraint "projects_ends_after_it_begins_check" check (end_date >= start_date);

create index "projects_owner_person_id_idx" on "erp"."projects" using btree ("tenant_id", "owner_person_id");

create index "projects_organization_id_idx" on "erp"."projects" using btree ("tenant_id", "organization_id");

create index "projects_status_idx" on "erp"."projects" using btree ("tenant_id", "status");

create index "projects_search_idx" on "erp"."projects" using gin (("catalog".search_words("name", "description")));

comment on table "erp"."projects" is 'A project, within the house or for a client.';

comment on column "erp"."projects"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."projects"."id" is 'The project''s number.';

comment on column "erp"."projects"."global_id" is 'A code that other systems may use.';

comment on column "erp"."projects"."name" is 'The name.';

comment on column "erp"."projects"."description" is 'What it is about.';

comment on column "erp"."projects"."owner_person_id" is 'Who answers for it.';

comment on column "erp"."projects"."organization_id" is 'The organization that it is for.';

comment on column "erp"."projects"."status" is 'Where it stands.';

comment on column "erp"."projects"."start_date" is 'When it begins.';

comment on column "erp"."projects"."end_date" is 'When it ends.';

comment on column "erp"."projects"."tags" is 'Words to find it by.';

comment on column "erp"."projects"."created_at" is 'When the row was made.';

comment on column "erp"."projects"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."projects"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "erp"."tasks" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated by default as identity (sequence name "erp"."tasks_id_seq"),
    "global_id" text,
    "title" text not null,
    "description" text,
    "project_id" bigint,
    "engagement_id" bigint,
    "assignee_id" bigint,
    "status" text default 'todo'::text not null,
    "priority" text,
    "due_date" date,
    "estimated_hours" numeric(6,2),
    "actual_hours" numeric(6,2),
    "tags" text[],
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "erp"."tasks" add constraint "tasks_pkey" primary key ("tenant_id", "id");

alter table "erp"."tasks" add constraint "tasks_global_id_key" unique ("tenant_id", "global_id");

alter table "erp"."tasks" add constraint "tasks_status_one_of" check ("status" in ('todo'::text, 'in_progress'::text, 'blocked'::text, 'done'::text));

alter table "erp"."tasks" add constraint "tasks_priority_one_of" check ("priority" in ('low'::text, 'medium'::text, 'high'::text));

alter table "erp"."tasks" add constraint "tasks_estimated_hours_range" check ("estimated_hours" >= 0);

alter table "erp"."tasks" add constraint "tasks_actual_hours_range" check ("actual_hours" >= 0);

alter table "erp"."tasks" add constraint "tasks_tenant_present" check (tenant_id <> '');

create index "tasks_project_id_idx" on "erp"."tasks" using btree ("tenant_id", "project_id");

create index "tasks_engagement_id_idx" on "erp"."tasks" using btree ("tenant_id", "engagement_id");

create index "tasks_assignee_id_status_idx" on "erp"."tasks" using btree ("tenant_id", "assignee_id", "status");

create index "tasks_status_due_date_idx" on "erp"."tasks" using btree ("tenant_id", "status", "due_date");

create index "tasks_search_idx" on "erp"."tasks" using gin (("catalog".search_words("title", "description")));

comment on table "erp"."tasks" is 'A piece of work that someone can do.';

comment on column "erp"."tasks"."tenant_id" is 'The tenant that owns the row.';

comment on column "erp"."tasks"."id" is 'The task''s number.';

comment on column "erp"."tasks"."global_id" is 'A code that other systems may use.';

comment on column "erp"."tasks"."title" is 'What is to be done, in a line.';

comment on column "erp"."tasks"."description" is 'What is to be done.';

comment on column "erp"."tasks"."project_id" is 'The project that it belongs to.';

comment on column "erp"."tasks"."engagement_id" is 'The engagement that it belongs to.';

comment on column "erp"."tasks"."assignee_id" is 'Who does it.';

comment on column "erp"."tasks"."status" is 'Where it stands.';

comment on column "erp"."tasks"."priority" is 'How soon it is needed.';

comment on column "erp"."tasks"."due_date" is 'By when.';

comment on column "erp"."tasks"."estimated_hours" is 'How long it is thought to take.';

comment on column "erp"."tasks"."actual_hours" is 'How long it took.';

comment on column "erp"."tasks"."tags" is 'Words to find it by.';

comment on column "erp"."tasks"."created_at" is 'When the row was made.';

comment on column "erp"."tasks"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "erp"."tasks"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "governance"."approval_requests" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "execution_id" character varying(100) not null,
    "agent_id" character varying(100) not null,
    "checkpoint_type" character varying(100) not null,
    "state_snapshot" jsonb not null,
    "reviewer_id" character varying(100),
    "reviewer_strategy" character varying(50) not null,
    "status" character varying(20) default 'pending'::character varying(20) not null,
    "decision" character varying(20),
    "reviewer_comments" text,
    "created_at" timestamp with time zone default (now()) not null,
    "decided_at" timestamp with time zone,
    "conversation_id" character varying(100),
    "modifications" jsonb,
    "escalated_at" timestamp with time zone,
    "escalated_from" character varying(100),
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "governance"."approval_requests" add constraint "approval_requests_pkey" primary key ("tenant_id", "id");

alter table "governance"."approval_requests" add constraint "approval_requests_reviewer_strategy_one_of" check ("reviewer_strategy"::text in ('named_individual'::text, 'role_based'::text));

alter table "governance"."approval_requests" add constraint "approval_requests_status_one_of" check ("status"::text in ('pending'::text, 'approved'::text, 'rejected'::text, 'modified'::text));

alter table "governance"."approval_requests" add constraint "approval_requests_decision_one_of" check ("decision"::text in ('approved'::text, 'rejected'::text, 'modified'::text));

alter table "governance"."approval_requests" add constraint "approval_requests_modifications_shape" check ("catalog".matches_shape("modifications", '{"type":"object"}'::jsonb));

alter table "governance"."approval_requests" add constraint "approval_requests_tenant_present" check (tenant_id <> '');

alter table "governance"."approval_requests" add constraint "approval_requests_status_is_the_decision_check" check ((status = 'pending' and decision is null and decided_at is null) or (status = decision and decided_at is not null));

alter table "governance"."approval_requests" add constraint "approval_requests_a_rejection_says_why_check" check (decision is distinct from 'rejected' or reviewer_comments is not null);

create index "approval_requests_status_reviewer_id_idx" on "governance"."approval_requests" using btree ("tenant_id", "status", "reviewer_id");

create index "approval_requests_execution_id_idx" on "governance"."approval_requests" using btree ("tenant_id", "execution_id");

create index "approval_requests_status_created_at_idx" on "governance"."approval_requests" using btree ("tenant_id", "status", "created_at");

create index "approval_requests_search_idx" on "governance"."approval_requests" using gin (("catalog".search_words("checkpoint_type"::text, "reviewer_comments")));

comment on table "governance"."approval_requests" is 'A question to a person before an agent goes on: what it is about, who is asked, and what was answered.';

comment on column "governance"."approval_requests"."tenant_id" is 'The tenant that owns the row.';

comment on column "governance"."approval_requests"."id" is 'The request''s own id.';

comment on column "governance"."approval_requests"."execution_id" is 'The run that waits.';

comment on column "governance"."approval_requests"."agent_id" is 'The agent that asks.';

comment on column "governance"."approval_requests"."checkpoint_type" is 'The point at which it asks: pre_filing, good_cause_review, emissions_review or another.';

comment on column "governance"."approval_requests"."state_snapshot" is 'The agent''s state as it was when it asked.';

comment on column "governance"."approval_requests"."reviewer_id" is 'Who is asked.';

comment on column "governance"."approval_requests"."reviewer_strategy" is 'How the reviewer was chosen.';

comment on column "governance"."approval_requests"."status" is 'Where it stands; the decision once there is one.';

comment on column "governance"."approval_requests"."decision" is 'What was decided.';

comment on column "governance"."approval_requests"."reviewer_comments" is 'What the reviewer said; a rejection says why.';

comment on column "governance"."approval_requests"."created_at" is 'When it was asked.';

comment on column "governance"."approval_requests"."decided_at" is 'When it was decided.';

comment on column "governance"."approval_requests"."conversation_id" is 'The conversation that it belongs to.';

comment on column "governance"."approval_requests"."modifications" is 'What the reviewer changed.';

comment on column "governance"."approval_requests"."escalated_at" is 'When it was passed on because nobody had answered.';

comment on column "governance"."approval_requests"."escalated_from" is 'Who had been asked before.';

comment on column "governance"."approval_requests"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "governance"."approval_requests"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "governance"."audit_logs" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "event_type" character varying(100) not null,
    "event_data" jsonb not null,
    "actor_id" character varying(100),
    "actor_type" character varying(20) default 'system'::character varying(20) not null,
    "created_at" timestamp with time zone default (now()) not null,
    "signature" character varying(256),
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "governance"."audit_logs" add constraint "audit_logs_pkey" primary key ("tenant_id", "id");

alter table "governance"."audit_logs" add constraint "audit_logs_actor_type_one_of" check ("actor_type"::text in ('system'::text, 'user'::text, 'agent'::text));

alter table "governance"."audit_logs" add constraint "audit_logs_tenant_present" check (tenant_id <> '');

create index "audit_logs_created_at_idx" on "governance"."audit_logs" using btree ("tenant_id", "created_at");

create index "audit_logs_event_type_created_at_idx" on "governance"."audit_logs" using btree ("tenant_id", "event_type", "created_at");

create index "audit_logs_actor_id_created_at_idx" on "governance"."audit_logs" using btree ("tenant_id", "actor_id", "created_at");

create index "audit_logs_booked_xid_idx" on "governance"."audit_logs" (booked_xid);

comment on table "governance"."audit_logs" is 'Who did what: an entry for every write, signed when it is written, and never changed.';

comment on column "governance"."audit_logs"."tenant_id" is 'The tenant that owns the row.';

comment on column "governance"."audit_logs"."id" is 'The entry''s own id.';

comment on column "governance"."audit_logs"."event_type" is 'What happened.';

comment on column "governance"."audit_logs"."event_data" is 'The whole of it.';

comment on column "governance"."audit_logs"."actor_id" is 'Who did it.';

comment on column "governance"."audit_logs"."actor_type" is 'What sort of actor that is.';

comment on column "governance"."audit_logs"."created_at" is 'When it happened.';

comment on column "governance"."audit_logs"."signature" is 'The HMAC-SHA256 over the entry; what it covers and which key made it stand beside it.';

comment on column "governance"."audit_logs"."booked_at" is 'When the row was booked.';

comment on column "governance"."audit_logs"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "governance"."conversations" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" character varying(100),
    "agent_id" character varying(100) not null,
    "user_id" character varying(100),
    "status" character varying(20) default 'active'::character varying(20) not null,
    "metadata" jsonb,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "title" character varying(500),
    "agent_instance_code" text,
    "deleted_at" timestamp with time zone
);

alter table "governance"."conversations" add constraint "conversations_pkey" primary key ("tenant_id", "id");

alter table "governance"."conversations" add constraint "conversations_metadata_shape" check ("catalog".matches_shape("metadata", '{"type":"object"}'::jsonb));

alter table "governance"."conversations" add constraint "conversations_tenant_present" check (tenant_id <> '');

create index "conversations_user_id_updated_at_idx" on "governance"."conversations" using btree ("tenant_id", "user_id", "updated_at");

create index "conversations_agent_id_idx" on "governance"."conversations" using btree ("tenant_id", "agent_id");

create index "conversations_agent_instance_code_idx" on "governance"."conversations" using btree ("tenant_id", "agent_instance_code");

create index "conversations_search_idx" on "governance"."conversations" using gin (("catalog".search_words("title"::text)));

comment on table "governance"."conversations" is 'A conversation between a user and an agent.';

comment on column "governance"."conversations"."tenant_id" is 'The tenant that owns the row.';

comment on column "governance"."conversations"."id" is 'The conversation''s own id.';

comment on column "governance"."conversations"."agent_id" is 'The agent that the user talks to.';

comment on column "governance"."conversations"."user_id" is 'The user.';

comment on column "governance"."conversations"."status" is 'Where it stands.';

comment on column "governance"."conversations"."metadata" is 'What else is known.';

comment on column "governance"."conversations"."created_at" is 'When the row was made.';

comment on column "governance"."conversations"."updated_at" is 'When it was last active; kept by the database.';

comment on column "governance"."conversations"."title" is 'What it is about, for people.';

comment on column "governance"."conversations"."agent_instance_code" is 'The run of the agent that it is.';

comment on column "governance"."conversations"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "governance"."users" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "email" character varying(255) not null,
    "password_hash" text not null,
    "roles" text[] default '{operator}'::text[] not null,
    "display_name" character varying(200),
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "person_id" bigint,
    "deleted_at" timestamp with time zone
);

alter table "governance"."users" add constraint "users_pkey" primary key ("tenant_id", "id");

create unique index "users_expr_6c838914_key" on "governance"."users" ("tenant_id", (lower(email)));

alter table "governance"."users" add constraint "users_tenant_present" check (tenant_id <> '');

create index "users_person_id_idx" on "governance"."users" using btree ("tenant_id", "person_id");

create index "users_search_idx" on "governance"."users" using gin (("catalog".search_words("email"::text, "display_name"::text)));

comment on table "governance"."users" is 'Someone who may sign in. Accounts are made by an administrator.';

comment on column "governance"."users"."tenant_id" is 'The tenant that owns the row.';

comment on column "governance"."users"."id" is 'The user''s own id.';

comment on column "governance"."users"."email" is 'The address to sign in with, in any case of letters.';

comment on column "governance"."users"."password_hash" is 'The bcrypt hash of the password; never shown.';

comment on column "governance"."users"."roles" is 'What the user may do, in words.';

comment on column "governance"."users"."display_name" is 'The name that pages show.';

comment on column "governance"."users"."is_active" is 'Whether the user may sign in.';

comment on column "governance"."users"."created_at" is 'When the row was made.';

comment on column "governance"."users"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "governance"."users"."person_id" is 'The person that the account belongs to.';

comment on column "governance"."users"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."agent_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "agent_code" text,
    "agent_role" text,
    "agent_status" text,
    "agent_branch_prefix" text,
    "agent_email" text,
    "default_model_code" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."agent_def" add constraint "agent_def_pkey" primary key ("tenant_id", "agent_code");

alter table "herd"."agent_def" add constraint "agent_def_tenant_present" check (tenant_id <> '');

create index "agent_def_default_model_code_idx" on "herd"."agent_def" using btree ("tenant_id", "default_model_code");

create index "agent_def_search_idx" on "herd"."agent_def" using gin (("catalog".search_words("agent_code", "agent_role")));

comment on table "herd"."agent_def" is 'An agent: its role, its model and its identity in git.';

comment on column "herd"."agent_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_def"."agent_code" is 'The agent''s own code.';

comment on column "herd"."agent_def"."agent_role" is 'What it does in the team.';

comment on column "herd"."agent_def"."agent_status" is 'Whether it takes work.';

comment on column "herd"."agent_def"."agent_branch_prefix" is 'How its branches begin.';

comment on column "herd"."agent_def"."agent_email" is 'The address that its commits bear.';

comment on column "herd"."agent_def"."default_model_code" is 'The model that it runs on unless told otherwise.';

comment on column "herd"."agent_def"."created_at" is 'When the row was made.';

comment on column "herd"."agent_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."agent_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."agent_instance" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "agent_instance_code" text,
    "agent_code" text,
    "model_code" text,
    "craft_version_code" text,
    "personality_version_code" text,
    "ticket_code" text,
    "spawned_by_agent_instance_code" text,
    "agent_instance_started_at" timestamp with time zone,
    "agent_instance_ended_at" timestamp with time zone,
    "agent_instance_outcome" text,
    "project_code" text,
    "root_agent_instance_code" text,
    "source" text,
    "parent_tool_use_id" text,
    "agent_instance_title" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."agent_instance" add constraint "agent_instance_pkey" primary key ("tenant_id", "agent_instance_code");

alter table "herd"."agent_instance" add constraint "agent_instance_tenant_present" check (tenant_id <> '');

create index "agent_instance_agent_code_agent_instance_started_at_idx" on "herd"."agent_instance" using btree ("tenant_id", "agent_code", "agent_instance_started_at");

create index "agent_instance_root_agent_instance_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "root_agent_instance_code");

create index "agent_instance_spawned_by_agent_instance_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "spawned_by_agent_instance_code");

create index "agent_instance_project_code_agent_instance_started_at_idx" on "herd"."agent_instance" using btree ("tenant_id", "project_code", "agent_instance_started_at");

create index "agent_instance_ticket_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "ticket_code");

create index "agent_instance_model_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "model_code");

create index "agent_instance_craft_version_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "craft_version_code");

create index "agent_instance_personality_version_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "personality_version_code");

create index "agent_instance_search_idx" on "herd"."agent_instance" using gin (("catalog".search_words("agent_instance_title", "agent_instance_code")));

comment on table "herd"."agent_instance" is 'One run of an agent: a conversation, or a subagent within one.';

comment on column "herd"."agent_instance"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance"."agent_instance_code" is 'A conversation''s session id; a subagent''s is that id, a slash and its own.';

comment on column "herd"."agent_instance"."agent_code" is 'The agent that ran.';

comment on column "herd"."agent_instance"."model_code" is 'The model that it ran on.';

comment on column "herd"."agent_instance"."craft_version_code" is 'The craft that it had loaded.';

comment on column "herd"."agent_instance"."personality_version_code" is 'The personality that it had loaded.';

comment on column "herd"."agent_instance"."ticket_code" is 'The ticket that it worked on.';

comment on column "herd"."agent_instance"."spawned_by_agent_instance_code" is 'The instance that started it.';

comment on column "herd"."agent_instance"."agent_instance_started_at" is 'When it began.';

comment on column "herd"."agent_instance"."agent_instance_ended_at" is 'When it ended; empty while it runs.';

comment on column "herd"."agent_instance"."agent_instance_outcome" is 'How it ended.';

comment on column "herd"."agent_instance"."project_code" is 'The project that it worked in.';

comment on column "herd"."agent_instance"."root_agent_instance_code" is 'The conversation that it belongs to; itself for a main one.';

comment on column "herd"."agent_instance"."source" is 'Where it is known from.';

comment on column "herd"."agent_instance"."parent_tool_use_id" is 'The tool call that started it.';

comment on column "herd"."agent_instance"."agent_instance_title" is 'What it was about, for people.';

comment on column "herd"."agent_instance"."created_at" is 'When the row was made.';

comment on column "herd"."agent_instance"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."agent_instance"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."agent_instance_lifecycle_activity" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "herd"."agent_instance_lifecycle_activity_booking_id_seq") not null,
    "agent_instance_code" text not null,
    "lifecycle_event_type" text,
    "lifecycle_detail" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."agent_instance_lifecycle_activity" add constraint "agent_instance_lifecycle_activity_pkey" primary key ("tenant_id", "booking_id");

alter table "herd"."agent_instance_lifecycle_activity" add constraint "agent_instance_lifecycle_activity_tenant_present" check (tenant_id <> '');

create index "agent_instance_lifecycle_activity_agent_instance_code__f53f9db6" on "herd"."agent_instance_lifecycle_activity" using btree ("tenant_id", "agent_instance_code", "created_at");

create index "agent_instance_lifecycle_activity_created_at_idx" on "herd"."agent_instance_lifecycle_activity" using btree ("tenant_id", "created_at");

create index "agent_instance_lifecycle_activity_booked_xid_idx" on "herd"."agent_instance_lifecycle_activity" (booked_xid);

comment on table "herd"."agent_instance_lifecycle_activity" is 'Something in the life of an instance: it began, stood down, ended.';

comment on column "herd"."agent_instance_lifecycle_activity"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_lifecycle_activity"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "herd"."agent_instance_lifecycle_activity"."agent_instance_code" is 'The instance that it is booked on.';

comment on column "herd"."agent_instance_lifecycle_activity"."lifecycle_event_type" is 'What happened.';

comment on column "herd"."agent_instance_lifecycle_activity"."lifecycle_detail" is 'What more is known.';

comment on column "herd"."agent_instance_lifecycle_activity"."created_at" is 'When it happened.';

comment on column "herd"."agent_instance_lifecycle_activity"."booked_at" is 'When the row was booked.';

comment on column "herd"."agent_instance_lifecycle_activity"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."agent_instance_pr_activity" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "herd"."agent_instance_pr_activity_booking_id_seq") not null,
    "agent_instance_code" text not null,
    "pr_code" text,
    "pr_event_type" text,
    "pr_commit_hash" text,
    "pr_push_lines_added" integer,
    "pr_push_lines_deleted" integer,
    "pr_activity_detail" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."agent_instance_pr_activity" add constraint "agent_instance_pr_activity_pkey" primary key ("tenant_id", "booking_id");

alter table "herd"."agent_instance_pr_activity" add constraint "agent_instance_pr_activity_tenant_present" check (tenant_id <> '');

create index "agent_instance_pr_activity_agent_instance_code_created_at_idx" on "herd"."agent_instance_pr_activity" using btree ("tenant_id", "agent_instance_code", "created_at");

create index "agent_instance_pr_activity_pr_code_created_at_idx" on "herd"."agent_instance_pr_activity" using btree ("tenant_id", "pr_code", "created_at");

create index "agent_instance_pr_activity_created_at_idx" on "herd"."agent_instance_pr_activity" using btree ("tenant_id", "created_at");

create index "agent_instance_pr_activity_booked_xid_idx" on "herd"."agent_instance_pr_activity" (booked_xid);

comment on table "herd"."agent_instance_pr_activity" is 'Something an instance did to a pull request.';

comment on column "herd"."agent_instance_pr_activity"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_pr_activity"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "herd"."agent_instance_pr_activity"."agent_instance_code" is 'The instance that it is booked on.';

comment on column "herd"."agent_instance_pr_activity"."pr_code" is 'The pull request.';

comment on column "herd"."agent_instance_pr_activity"."pr_event_type" is 'What happened.';

comment on column "herd"."agent_instance_pr_activity"."pr_commit_hash" is 'The commit that was pushed.';

comment on column "herd"."agent_instance_pr_activity"."pr_push_lines_added" is 'Lines that the push added.';

comment on column "herd"."agent_instance_pr_activity"."pr_push_lines_deleted" is 'Lines that the push deleted.';

comment on column "herd"."agent_instance_pr_activity"."pr_activity_detail" is 'What more is known.';

comment on column "herd"."agent_instance_pr_activity"."created_at" is 'When it happened.';

comment on column "herd"."agent_instance_pr_activity"."booked_at" is 'When the row was booked.';

comment on column "herd"."agent_instance_pr_activity"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."agent_instance_review_activity" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "herd"."agent_instance_review_activity_booking_id_seq") not null,
    "agent_instance_code" text not null,
    "review_code" text,
    "pr_code" text,
    "review_event_type" text,
    "review_finding_code" text,
    "review_activity_detail" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."agent_instance_review_activity" add constraint "agent_instance_review_activity_pkey" primary key ("tenant_id", "booking_id");

alter table "herd"."agent_instance_review_activity" add constraint "agent_instance_review_activity_tenant_present" check (tenant_id <> '');

create index "agent_instance_review_activity_agent_instance_code_cre_a8e52047" on "herd"."agent_instance_review_activity" using btree ("tenant_id", "agent_instance_code", "created_at");

create index "agent_instance_review_activity_review_code_idx" on "herd"."agent_instance_review_activity" using btree ("tenant_id", "review_code");

create index "agent_instance_review_activity_pr_code_created_at_idx" on "herd"."agent_instance_review_activity" using btree ("tenant_id", "pr_code", "created_at");

create index "agent_instance_review_activity_created_at_idx" on "herd"."agent_instance_review_activity" using btree ("tenant_id", "created_at");

create index "agent_instance_review_activity_booked_xid_idx" on "herd"."agent_instance_review_activity" (booked_xid);

comment on table "herd"."agent_instance_review_activity" is 'Something an instance did in a review.';

comment on column "herd"."agent_instance_review_activity"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_review_activity"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "herd"."agent_instance_review_activity"."agent_instance_code" is 'The instance that it is booked on.';

comment on column "herd"."agent_instance_review_activity"."review_code" is 'The review.';

comment on column "herd"."agent_instance_review_activity"."pr_code" is 'The pull request under review.';

comment on column "herd"."agent_instance_review_activity"."review_event_type" is 'What happened.';

comment on column "herd"."agent_instance_review_activity"."review_finding_code" is 'The finding that was made.';

comment on column "herd"."agent_instance_review_activity"."review_activity_detail" is 'What more is known.';

comment on column "herd"."agent_instance_review_activity"."created_at" is 'When it happened.';

comment on column "herd"."agent_instance_review_activity"."booked_at" is 'When the row was booked.';

comment on column "herd"."agent_instance_review_activity"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."agent_instance_skillset" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "agent_instance_code" text,
    "skillset_version_code" text,
    "deleted_at" timestamp with time zone
);

alter table "herd"."agent_instance_skillset" add constraint "agent_instance_skillset_pkey" primary key ("tenant_id", "agent_instance_code", "skillset_version_code");

alter table "herd"."agent_instance_skillset" add constraint "agent_instance_skillset_tenant_present" check (tenant_id <> '');

create index "agent_instance_skillset_skillset_version_code_idx" on "herd"."agent_instance_skillset" using btree ("tenant_id", "skillset_version_code");

comment on table "herd"."agent_instance_skillset" is 'A skillset version that an instance had loaded.';

comment on column "herd"."agent_instance_skillset"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_skillset"."agent_instance_code" is 'The instance.';

comment on column "herd"."agent_instance_skillset"."skillset_version_code" is 'The version that it had loaded.';

comment on column "herd"."agent_instance_skillset"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."agent_instance_ticket_activity" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "herd"."agent_instance_ticket_activity_booking_id_seq") not null,
    "agent_instance_code" text not null,
    "ticket_code" text,
    "ticket_event_type" text,
    "ticket_status" text,
    "sprint_code" text,
    "blocker_ticket_code" text,
    "blocker_description" text,
    "handoff_to_agent_code" text,
    "ticket_activity_comment" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."agent_instance_ticket_activity" add constraint "agent_instance_ticket_activity_pkey" primary key ("tenant_id", "booking_id");

alter table "herd"."agent_instance_ticket_activity" add constraint "agent_instance_ticket_activity_tenant_present" check (tenant_id <> '');

create index "agent_instance_ticket_activity_agent_instance_code_cre_8f1b1c38" on "herd"."agent_instance_ticket_activity" using btree ("tenant_id", "agent_instance_code", "created_at");

create index "agent_instance_ticket_activity_ticket_code_created_at_idx" on "herd"."agent_instance_ticket_activity" using btree ("tenant_id", "ticket_code", "created_at");

create index "agent_instance_ticket_activity_created_at_idx" on "herd"."agent_instance_ticket_activity" using btree ("tenant_id", "created_at");

create index "agent_instance_ticket_activity_booked_xid_idx" on "herd"."agent_instance_ticket_activity" (booked_xid);

comment on table "herd"."agent_instance_ticket_activity" is 'Something an instance did to a ticket.';

comment on column "herd"."agent_instance_ticket_activity"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_ticket_activity"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "herd"."agent_instance_ticket_activity"."agent_instance_code" is 'The instance that it is booked on.';

comment on column "herd"."agent_instance_ticket_activity"."ticket_code" is 'The ticket.';

comment on column "herd"."agent_instance_ticket_activity"."ticket_event_type" is 'What happened.';

comment on column "herd"."agent_instance_ticket_activity"."ticket_status" is 'The status that followed.';

comment on column "herd"."agent_instance_ticket_activity"."sprint_code" is 'The sprint that it happened in.';

comment on column "herd"."agent_instance_ticket_activity"."blocker_ticket_code" is 'The ticket that stands in the way.';

comment on column "herd"."agent_instance_ticket_activity"."blocker_description" is 'What stands in the way.';

comment on column "herd"."agent_instance_ticket_activity"."handoff_to_agent_code" is 'The agent that takes over.';

comment on column "herd"."agent_instance_ticket_activity"."ticket_activity_comment" is 'What was said about it.';

comment on column "herd"."agent_instance_ticket_activity"."created_at" is 'When it happened.';

comment on column "herd"."agent_instance_ticket_activity"."booked_at" is 'When the row was booked.';

comment on column "herd"."agent_instance_ticket_activity"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."agent_instance_token_activity" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "herd"."agent_instance_token_activity_booking_id_seq") not null,
    "agent_instance_code" text not null,
    "model_code" text,
    "token_input_count" integer default '0'::integer not null,
    "token_output_count" integer default '0'::integer not null,
    "token_cache_read_count" integer default '0'::integer not null,
    "token_cache_create_count" integer default '0'::integer not null,
    "token_cost_usd" numeric(18,6),
    "token_context_utilization_pct" numeric(18,6),
    "created_at" timestamp with time zone default (now()) not null,
    "message_id" text,
    "request_id" text,
    "token_cache_create_1h_count" integer default '0'::integer not null,
    "token_call_count" smallint default '1'::smallint not null,
    "token_unpriced_count" integer default '0'::integer not null,
    "booking_kind" text default 'usage'::text not null,
    "cost_basis" text,
    "model_price_id" bigint,
    "source" text,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_pkey" primary key ("tenant_id", "booking_id");

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_booking_kind_one_of" check ("booking_kind" in ('usage'::text, 'correction'::text, 'reprice'::text));

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_cost_basis_one_of" check ("cost_basis" in ('list'::text, 'imputed'::text, 'none'::text));

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_tenant_present" check (tenant_id <> '');

create index "agent_instance_token_activity_agent_instance_code_crea_95b9241e" on "herd"."agent_instance_token_activity" using btree ("tenant_id", "agent_instance_code", "created_at");

create index "agent_instance_token_activity_created_at_idx" on "herd"."agent_instance_token_activity" using btree ("tenant_id", "created_at");

create index "agent_instance_token_activity_model_code_idx" on "herd"."agent_instance_token_activity" using btree ("tenant_id", "model_code");

create index "agent_instance_token_activity_booked_xid_idx" on "herd"."agent_instance_token_activity" (booked_xid);

comment on table "herd"."agent_instance_token_activity" is 'The tokens and the cost of one call of a model; a correction is another row, so every figure is a plain sum.';

comment on column "herd"."agent_instance_token_activity"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_token_activity"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "herd"."agent_instance_token_activity"."agent_instance_code" is 'The instance that it is booked on.';

comment on column "herd"."agent_instance_token_activity"."model_code" is 'The model that was called.';

comment on column "herd"."agent_instance_token_activity"."token_input_count" is 'Input that came from no cache.';

comment on column "herd"."agent_instance_token_activity"."token_output_count" is 'Output.';

comment on column "herd"."agent_instance_token_activity"."token_cache_read_count" is 'Input read from the cache.';

comment on column "herd"."agent_instance_token_activity"."token_cache_create_count" is 'Input written to the cache, for five minutes or one hour.';

comment on column "herd"."agent_instance_token_activity"."token_cost_usd" is 'What the tokens cost; empty while they have no price.';

comment on column "herd"."agent_instance_token_activity"."token_context_utilization_pct" is 'How much of the context window the call filled.';

comment on column "herd"."agent_instance_token_activity"."created_at" is 'When the call was made.';

comment on column "herd"."agent_instance_token_activity"."message_id" is 'The message that the call returned.';

comment on column "herd"."agent_instance_token_activity"."request_id" is 'The request that was made.';

comment on column "herd"."agent_instance_token_activity"."token_cache_create_1h_count" is 'The part of the input written to the cache that is kept for one hour.';

comment on column "herd"."agent_instance_token_activity"."token_call_count" is '1 on a first booking, 0 on corrections and new prices, -1 and 1 when a call moves.';

comment on column "herd"."agent_instance_token_activity"."token_unpriced_count" is 'Tokens of this row that have no price; a later price books the negative.';

comment on column "herd"."agent_instance_token_activity"."booking_kind" is 'Why the row was booked.';

comment on column "herd"."agent_instance_token_activity"."cost_basis" is 'Whether the price was paid, is a list price for use that a subscription covers, or is not known.';

comment on column "herd"."agent_instance_token_activity"."model_price_id" is 'The price that was taken.';

comment on column "herd"."agent_instance_token_activity"."source" is 'Where the call is known from.';

comment on column "herd"."agent_instance_token_activity"."booked_at" is 'When the row was booked.';

comment on column "herd"."agent_instance_token_activity"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."agent_observation" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "observation_id" text,
    "agent_code" text,
    "session_code" text,
    "observation_type" text,
    "observation_content" text,
    "confidence" double precision,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone,
    "modified_at" timestamp with time zone default (now()) not null
);

alter table "herd"."agent_observation" add constraint "agent_observation_pkey" primary key ("tenant_id", "observation_id");

alter table "herd"."agent_observation" add constraint "agent_observation_confidence_range" check ("confidence" >= 0 and "confidence" <= 1);

alter table "herd"."agent_observation" add constraint "agent_observation_tenant_present" check (tenant_id <> '');

create index "agent_observation_agent_code_created_at_idx" on "herd"."agent_observation" using btree ("tenant_id", "agent_code", "created_at");

create index "agent_observation_search_idx" on "herd"."agent_observation" using gin (("catalog".search_words("observation_content")));

comment on table "herd"."agent_observation" is 'Something an agent noticed: a pattern, a risk, a better way.';

comment on column "herd"."agent_observation"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_observation"."observation_id" is 'The observation''s own code.';

comment on column "herd"."agent_observation"."agent_code" is 'The agent that noticed.';

comment on column "herd"."agent_observation"."session_code" is 'The session in which it noticed.';

comment on column "herd"."agent_observation"."observation_type" is 'What sort of thing it is.';

comment on column "herd"."agent_observation"."observation_content" is 'What was noticed.';

comment on column "herd"."agent_observation"."confidence" is 'How sure the agent is.';

comment on column "herd"."agent_observation"."created_at" is 'When the row was made.';

comment on column "herd"."agent_observation"."deleted_at" is 'When the row was deleted; empty while it stands.';

comment on column "herd"."agent_observation"."modified_at" is 'When the row last changed; kept by the database.';

create table "herd"."agent_skillset" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "agent_code" text,
    "skillset_code" text,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."agent_skillset" add constraint "agent_skillset_pkey" primary key ("tenant_id", "agent_code", "skillset_code");

alter table "herd"."agent_skillset" add constraint "agent_skillset_tenant_present" check (tenant_id <> '');

create index "agent_skillset_skillset_code_idx" on "herd"."agent_skillset" using btree ("tenant_id", "skillset_code");

comment on table "herd"."agent_skillset" is 'A skillset that an agent has.';

comment on column "herd"."agent_skillset"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_skillset"."agent_code" is 'The agent.';

comment on column "herd"."agent_skillset"."skillset_code" is 'The skillset.';

comment on column "herd"."agent_skillset"."created_at" is 'When it was given.';

comment on column "herd"."agent_skillset"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."craft_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "craft_code" text,
    "craft_description" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."craft_def" add constraint "craft_def_pkey" primary key ("tenant_id", "craft_code");

alter table "herd"."craft_def" add constraint "craft_def_tenant_present" check (tenant_id <> '');

create index "craft_def_search_idx" on "herd"."craft_def" using gin (("catalog".search_words("craft_code", "craft_description")));

comment on table "herd"."craft_def" is 'A craft: the quality standards of one discipline.';

comment on column "herd"."craft_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."craft_def"."craft_code" is 'The craft''s own code.';

comment on column "herd"."craft_def"."craft_description" is 'What it stands for.';

comment on column "herd"."craft_def"."created_at" is 'When the row was made.';

comment on column "herd"."craft_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."craft_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."craft_version" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "craft_version_code" text,
    "craft_code" text,
    "craft_version_content" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."craft_version" add constraint "craft_version_pkey" primary key ("tenant_id", "craft_version_code");

alter table "herd"."craft_version" add constraint "craft_version_tenant_present" check (tenant_id <> '');

create index "craft_version_craft_code_created_at_idx" on "herd"."craft_version" using btree ("tenant_id", "craft_code", "created_at");

create index "craft_version_booked_xid_idx" on "herd"."craft_version" (booked_xid);

comment on table "herd"."craft_version" is 'What a craft said at one time; a change is a new version.';

comment on column "herd"."craft_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."craft_version"."craft_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."craft_version"."craft_code" is 'The craft that it is a version of.';

comment on column "herd"."craft_version"."craft_version_content" is 'The whole text.';

comment on column "herd"."craft_version"."created_at" is 'When the version was made.';

comment on column "herd"."craft_version"."booked_at" is 'When the row was booked.';

comment on column "herd"."craft_version"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."decision_record" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "decision_id" text,
    "decision_type" text,
    "context" text,
    "decision" text,
    "rationale" text,
    "alternatives_considered" text,
    "decided_by" text,
    "ticket_code" text,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone,
    "modified_at" timestamp with time zone default (now()) not null
);

alter table "herd"."decision_record" add constraint "decision_record_pkey" primary key ("tenant_id", "decision_id");

alter table "herd"."decision_record" add constraint "decision_record_tenant_present" check (tenant_id <> '');

create index "decision_record_created_at_idx" on "herd"."decision_record" using btree ("tenant_id", "created_at");

create index "decision_record_ticket_code_idx" on "herd"."decision_record" using btree ("tenant_id", "ticket_code");

create index "decision_record_search_idx" on "herd"."decision_record" using gin (("catalog".search_words("decision", "context", "rationale")));

comment on table "herd"."decision_record" is 'A decision, with its reasons and what else was weighed.';

comment on column "herd"."decision_record"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."decision_record"."decision_id" is 'The decision''s own code.';

comment on column "herd"."decision_record"."decision_type" is 'What sort of decision it is.';

comment on column "herd"."decision_record"."context" is 'What called for it.';

comment on column "herd"."decision_record"."decision" is 'What was decided.';

comment on column "herd"."decision_record"."rationale" is 'Why.';

comment on column "herd"."decision_record"."alternatives_considered" is 'What else was weighed.';

comment on column "herd"."decision_record"."decided_by" is 'Who decided.';

comment on column "herd"."decision_record"."ticket_code" is 'The ticket that it concerns.';

comment on column "herd"."decision_record"."created_at" is 'When the row was made.';

comment on column "herd"."decision_record"."deleted_at" is 'When the row was deleted; empty while it stands.';

comment on column "herd"."decision_record"."modified_at" is 'When the row last changed; kept by the database.';

create table "herd"."initiative_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "initiative_code" text,
    "initiative_title" text,
    "initiative_description" text,
    "initiative_status" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."initiative_def" add constraint "initiative_def_pkey" primary key ("tenant_id", "initiative_code");

alter table "herd"."initiative_def" add constraint "initiative_def_tenant_present" check (tenant_id <> '');

create index "initiative_def_search_idx" on "herd"."initiative_def" using gin (("catalog".search_words("initiative_title", "initiative_description")));

comment on table "herd"."initiative_def" is 'A strategic undertaking that projects serve.';

comment on column "herd"."initiative_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."initiative_def"."initiative_code" is 'The initiative''s own code.';

comment on column "herd"."initiative_def"."initiative_title" is 'Its title, for people.';

comment on column "herd"."initiative_def"."initiative_description" is 'What it is about.';

comment on column "herd"."initiative_def"."initiative_status" is 'Where it stands.';

comment on column "herd"."initiative_def"."created_at" is 'When the row was made.';

comment on column "herd"."initiative_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."initiative_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."model_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "model_code" text,
    "model_provider" text,
    "model_context_window" integer,
    "model_input_cost_per_m" numeric(18,6),
    "model_output_cost_per_m" numeric(18,6),
    "model_cache_read_cost_per_m" numeric(18,6),
    "model_cache_create_cost_per_m" numeric(18,6),
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."model_def" add constraint "model_def_pkey" primary key ("tenant_id", "model_code");

alter table "herd"."model_def" add constraint "model_def_model_context_window_range" check ("model_context_window" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_input_cost_per_m_range" check ("model_input_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_output_cost_per_m_range" check ("model_output_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_cache_read_cost_per_m_range" check ("model_cache_read_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_cache_create_cost_per_m_range" check ("model_cache_create_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_tenant_present" check (tenant_id <> '');

create index "model_def_search_idx" on "herd"."model_def" using gin (("catalog".search_words("model_code", "model_provider")));

comment on table "herd"."model_def" is 'A language model, with its present prices per million tokens.';

comment on column "herd"."model_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."model_def"."model_code" is 'The name that calls give.';

comment on column "herd"."model_def"."model_provider" is 'Who serves it.';

comment on column "herd"."model_def"."model_context_window" is 'The longest context it takes.';

comment on column "herd"."model_def"."model_input_cost_per_m" is 'Price of input.';

comment on column "herd"."model_def"."model_output_cost_per_m" is 'Price of output.';

comment on column "herd"."model_def"."model_cache_read_cost_per_m" is 'Price of input read from the cache.';

comment on column "herd"."model_def"."model_cache_create_cost_per_m" is 'Price of input written to the cache for five minutes.';

comment on column "herd"."model_def"."created_at" is 'When the row was made.';

comment on column "herd"."model_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."model_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."model_price" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "model_price_id" bigint generated always as identity (sequence name "herd"."model_price_model_price_id_seq"),
    "model_code" text not null,
    "valid_from" timestamp with time zone not null,
    "above_input_tokens" integer default '0'::integer not null,
    "input_cost_per_m" numeric(18,6),
    "output_cost_per_m" numeric(18,6),
    "cache_read_cost_per_m" numeric(18,6),
    "cache_create_cost_per_m" numeric(18,6),
    "cache_create_1h_cost_per_m" numeric(18,6),
    "price_source" text,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."model_price" add constraint "model_price_pkey" primary key ("tenant_id", "model_price_id");

alter table "herd"."model_price" add constraint "model_price_above_input_tokens_range" check ("above_input_tokens" >= 0);

alter table "herd"."model_price" add constraint "model_price_input_cost_per_m_range" check ("input_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_output_cost_per_m_range" check ("output_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_cache_read_cost_per_m_range" check ("cache_read_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_cache_create_cost_per_m_range" check ("cache_create_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_cache_create_1h_cost_per_m_range" check ("cache_create_1h_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_tenant_present" check (tenant_id <> '');

create index "model_price_model_code_valid_from_idx" on "herd"."model_price" using btree ("tenant_id", "model_code", "valid_from");

create index "model_price_booked_xid_idx" on "herd"."model_price" (booked_xid);

comment on table "herd"."model_price" is 'A price of a model from a date on, and from a length of prompt on.';

comment on column "herd"."model_price"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."model_price"."model_price_id" is 'The price''s number; of two for one time the later number holds.';

comment on column "herd"."model_price"."model_code" is 'The model.';

comment on column "herd"."model_price"."valid_from" is 'From when it holds.';

comment on column "herd"."model_price"."above_input_tokens" is 'It holds for calls whose prompt is longer than this.';

comment on column "herd"."model_price"."input_cost_per_m" is 'Price of input.';

comment on column "herd"."model_price"."output_cost_per_m" is 'Price of output.';

comment on column "herd"."model_price"."cache_read_cost_per_m" is 'Price of input read from the cache.';

comment on column "herd"."model_price"."cache_create_cost_per_m" is 'Price of input written to the cache for five minutes.';

comment on column "herd"."model_price"."cache_create_1h_cost_per_m" is 'Price of input written to the cache for one hour.';

comment on column "herd"."model_price"."price_source" is 'Where the price is known from.';

comment on column "herd"."model_price"."booked_at" is 'When the row was booked.';

comment on column "herd"."model_price"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."personality_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "personality_code" text,
    "personality_description" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."personality_def" add constraint "personality_def_pkey" primary key ("tenant_id", "personality_code");

alter table "herd"."personality_def" add constraint "personality_def_tenant_present" check (tenant_id <> '');

create index "personality_def_search_idx" on "herd"."personality_def" using gin (("catalog".search_words("personality_code", "personality_description")));

comment on table "herd"."personality_def" is 'A personality: the tone and manner of an agent.';

comment on column "herd"."personality_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."personality_def"."personality_code" is 'The personality''s own code.';

comment on column "herd"."personality_def"."personality_description" is 'What it stands for.';

comment on column "herd"."personality_def"."created_at" is 'When the row was made.';

comment on column "herd"."personality_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."personality_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."personality_version" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "personality_version_code" text,
    "personality_code" text,
    "personality_version_content" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."personality_version" add constraint "personality_version_pkey" primary key ("tenant_id", "personality_version_code");

alter table "herd"."personality_version" add constraint "personality_version_tenant_present" check (tenant_id <> '');

create index "personality_version_personality_code_created_at_idx" on "herd"."personality_version" using btree ("tenant_id", "personality_code", "created_at");

create index "personality_version_booked_xid_idx" on "herd"."personality_version" (booked_xid);

comment on table "herd"."personality_version" is 'What a personality said at one time; a change is a new version.';

comment on column "herd"."personality_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."personality_version"."personality_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."personality_version"."personality_code" is 'The personality that it is a version of.';

comment on column "herd"."personality_version"."personality_version_content" is 'The whole text.';

comment on column "herd"."personality_version"."created_at" is 'When the version was made.';

comment on column "herd"."personality_version"."booked_at" is 'When the row was booked.';

comment on column "herd"."personality_version"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."pr_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "pr_code" text,
    "ticket_code" text,
    "creator_agent_instance_code" text,
    "pr_branch_name" text,
    "pr_title" text,
    "pr_lines_added" integer,
    "pr_lines_deleted" integer,
    "pr_files_changed" integer,
    "pr_merged_at" timestamp with time zone,
    "pr_closed_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."pr_def" add constraint "pr_def_pkey" primary key ("tenant_id", "pr_code");

alter table "herd"."pr_def" add constraint "pr_def_pr_lines_added_range" check ("pr_lines_added" >= 0);

alter table "herd"."pr_def" add constraint "pr_def_pr_lines_deleted_range" check ("pr_lines_deleted" >= 0);

alter table "herd"."pr_def" add constraint "pr_def_pr_files_changed_range" check ("pr_files_changed" >= 0);

alter table "herd"."pr_def" add constraint "pr_def_tenant_present" check (tenant_id <> '');

create index "pr_def_ticket_code_idx" on "herd"."pr_def" using btree ("tenant_id", "ticket_code");

create index "pr_def_creator_agent_instance_code_idx" on "herd"."pr_def" using btree ("tenant_id", "creator_agent_instance_code");

create index "pr_def_search_idx" on "herd"."pr_def" using gin (("catalog".search_words("pr_code", "pr_title", "pr_branch_name")));

comment on table "herd"."pr_def" is 'A pull request and the size of its change.';

comment on column "herd"."pr_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."pr_def"."pr_code" is 'Repository and number.';

comment on column "herd"."pr_def"."ticket_code" is 'The ticket that it serves.';

comment on column "herd"."pr_def"."creator_agent_instance_code" is 'The instance that opened it.';

comment on column "herd"."pr_def"."pr_branch_name" is 'The branch that it merges.';

comment on column "herd"."pr_def"."pr_title" is 'Its title, for people.';

comment on column "herd"."pr_def"."pr_lines_added" is 'Lines added.';

comment on column "herd"."pr_def"."pr_lines_deleted" is 'Lines deleted.';

comment on column "herd"."pr_def"."pr_files_changed" is 'Files changed.';

comment on column "herd"."pr_def"."pr_merged_at" is 'When it was merged.';

comment on column "herd"."pr_def"."pr_closed_at" is 'When it was closed without a merge.';

comment on column "herd"."pr_def"."created_at" is 'When the row was made.';

comment on column "herd"."pr_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."pr_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."project_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "project_code" text,
    "initiative_code" text,
    "project_title" text,
    "project_description" text,
    "project_status" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."project_def" add constraint "project_def_pkey" primary key ("tenant_id", "project_code");

alter table "herd"."project_def" add constraint "project_def_tenant_present" check (tenant_id <> '');

create index "project_def_initiative_code_idx" on "herd"."project_def" using btree ("tenant_id", "initiative_code");

create index "project_def_search_idx" on "herd"."project_def" using gin (("catalog".search_words("project_title", "project_description")));

comment on table "herd"."project_def" is 'A project: a group of tickets, and the place where agents work.';

comment on column "herd"."project_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."project_def"."project_code" is 'The project''s own code; for work that was read from transcripts, its folder.';

comment on column "herd"."project_def"."initiative_code" is 'The initiative that it serves.';

comment on column "herd"."project_def"."project_title" is 'Its title, for people.';

comment on column "herd"."project_def"."project_description" is 'What it is about.';

comment on column "herd"."project_def"."project_status" is 'Where it stands.';

comment on column "herd"."project_def"."created_at" is 'When the row was made.';

comment on column "herd"."project_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."project_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."review_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "review_code" text,
    "pr_code" text,
    "reviewer_agent_instance_code" text,
    "review_round" integer,
    "review_verdict" text,
    "review_duration_minutes" numeric(18,6),
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."review_def" add constraint "review_def_pkey" primary key ("tenant_id", "review_code");

alter table "herd"."review_def" add constraint "review_def_review_round_range" check ("review_round" >= 1);

alter table "herd"."review_def" add constraint "review_def_review_verdict_one_of" check ("review_verdict" in ('approved'::text, 'request_changes'::text, 'comment'::text));

alter table "herd"."review_def" add constraint "review_def_review_duration_minutes_range" check ("review_duration_minutes" >= 0);

alter table "herd"."review_def" add constraint "review_def_tenant_present" check (tenant_id <> '');

create index "review_def_pr_code_review_round_idx" on "herd"."review_def" using btree ("tenant_id", "pr_code", "review_round");

create index "review_def_reviewer_agent_instance_code_idx" on "herd"."review_def" using btree ("tenant_id", "reviewer_agent_instance_code");

create index "review_def_booked_xid_idx" on "herd"."review_def" (booked_xid);

comment on table "herd"."review_def" is 'One review of a pull request; what was said stays said.';

comment on column "herd"."review_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."review_def"."review_code" is 'The review''s own code.';

comment on column "herd"."review_def"."pr_code" is 'The pull request that was reviewed.';

comment on column "herd"."review_def"."reviewer_agent_instance_code" is 'The instance that reviewed.';

comment on column "herd"."review_def"."review_round" is 'Which review of the pull request it is; the first is 1.';

comment on column "herd"."review_def"."review_verdict" is 'What it came to.';

comment on column "herd"."review_def"."review_duration_minutes" is 'How long it took.';

comment on column "herd"."review_def"."created_at" is 'When it happened.';

comment on column "herd"."review_def"."booked_at" is 'When the row was booked.';

comment on column "herd"."review_def"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."review_finding" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "review_finding_code" text,
    "review_code" text,
    "finding_category" text,
    "finding_severity" text,
    "finding_description" text,
    "finding_file_path" text,
    "finding_line_number" integer,
    "finding_pattern_id" text,
    "finding_outcome" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."review_finding" add constraint "review_finding_pkey" primary key ("tenant_id", "review_finding_code");

alter table "herd"."review_finding" add constraint "review_finding_finding_severity_one_of" check ("finding_severity" in ('blocking'::text, 'advisory'::text));

alter table "herd"."review_finding" add constraint "review_finding_finding_line_number_range" check ("finding_line_number" >= 0);

alter table "herd"."review_finding" add constraint "review_finding_tenant_present" check (tenant_id <> '');

create index "review_finding_review_code_idx" on "herd"."review_finding" using btree ("tenant_id", "review_code");

create index "review_finding_finding_pattern_id_idx" on "herd"."review_finding" using btree ("tenant_id", "finding_pattern_id");

create index "review_finding_search_idx" on "herd"."review_finding" using gin (("catalog".search_words("finding_description", "finding_file_path")));

create index "review_finding_booked_xid_idx" on "herd"."review_finding" (booked_xid);

comment on table "herd"."review_finding" is 'One finding of a review.';

comment on column "herd"."review_finding"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."review_finding"."review_finding_code" is 'The finding''s own code.';

comment on column "herd"."review_finding"."review_code" is 'The review that found it.';

comment on column "herd"."review_finding"."finding_category" is 'What it concerns.';

comment on column "herd"."review_finding"."finding_severity" is 'Whether it holds up the merge.';

comment on column "herd"."review_finding"."finding_description" is 'What was found.';

comment on column "herd"."review_finding"."finding_file_path" is 'The file that it concerns.';

comment on column "herd"."review_finding"."finding_line_number" is 'The line that it concerns.';

comment on column "herd"."review_finding"."finding_pattern_id" is 'The pattern that it repeats.';

comment on column "herd"."review_finding"."finding_outcome" is 'What became of it.';

comment on column "herd"."review_finding"."created_at" is 'When it happened.';

comment on column "herd"."review_finding"."booked_at" is 'When the row was booked.';

comment on column "herd"."review_finding"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."skill_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "skill_code" text,
    "skill_description" text,
    "skill_source_url" text,
    "skill_source_type" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."skill_def" add constraint "skill_def_pkey" primary key ("tenant_id", "skill_code");

alter table "herd"."skill_def" add constraint "skill_def_tenant_present" check (tenant_id <> '');

create index "skill_def_search_idx" on "herd"."skill_def" using gin (("catalog".search_words("skill_code", "skill_description")));

comment on table "herd"."skill_def" is 'A skill that an agent can fetch.';

comment on column "herd"."skill_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skill_def"."skill_code" is 'The skill''s own code.';

comment on column "herd"."skill_def"."skill_description" is 'What it teaches.';

comment on column "herd"."skill_def"."skill_source_url" is 'Where its content comes from.';

comment on column "herd"."skill_def"."skill_source_type" is 'What kind of place that is.';

comment on column "herd"."skill_def"."created_at" is 'When the row was made.';

comment on column "herd"."skill_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."skill_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."skill_skillset" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "skill_code" text,
    "skillset_code" text,
    "skill_order" integer,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."skill_skillset" add constraint "skill_skillset_pkey" primary key ("tenant_id", "skill_code", "skillset_code");

alter table "herd"."skill_skillset" add constraint "skill_skillset_tenant_present" check (tenant_id <> '');

create index "skill_skillset_skillset_code_skill_order_idx" on "herd"."skill_skillset" using btree ("tenant_id", "skillset_code", "skill_order");

comment on table "herd"."skill_skillset" is 'A skill''s place in a skillset.';

comment on column "herd"."skill_skillset"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skill_skillset"."skill_code" is 'The skill.';

comment on column "herd"."skill_skillset"."skillset_code" is 'The skillset.';

comment on column "herd"."skill_skillset"."skill_order" is 'Its place in the order.';

comment on column "herd"."skill_skillset"."created_at" is 'When the row was made.';

comment on column "herd"."skill_skillset"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."skill_version" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "skill_version_code" text,
    "skill_code" text,
    "skill_version_content" text,
    "skill_source_url" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."skill_version" add constraint "skill_version_pkey" primary key ("tenant_id", "skill_version_code");

alter table "herd"."skill_version" add constraint "skill_version_tenant_present" check (tenant_id <> '');

create index "skill_version_skill_code_created_at_idx" on "herd"."skill_version" using btree ("tenant_id", "skill_code", "created_at");

create index "skill_version_booked_xid_idx" on "herd"."skill_version" (booked_xid);

comment on table "herd"."skill_version" is 'What a skill said at one time; a change is a new version.';

comment on column "herd"."skill_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skill_version"."skill_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."skill_version"."skill_code" is 'The skill that it is a version of.';

comment on column "herd"."skill_version"."skill_version_content" is 'The whole text.';

comment on column "herd"."skill_version"."skill_source_url" is 'Where the content came from at that time.';

comment on column "herd"."skill_version"."created_at" is 'When the version was made.';

comment on column "herd"."skill_version"."booked_at" is 'When the row was booked.';

comment on column "herd"."skill_version"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."skillset_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "skillset_code" text,
    "skillset_description" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."skillset_def" add constraint "skillset_def_pkey" primary key ("tenant_id", "skillset_code");

alter table "herd"."skillset_def" add constraint "skillset_def_tenant_present" check (tenant_id <> '');

create index "skillset_def_search_idx" on "herd"."skillset_def" using gin (("catalog".search_words("skillset_code", "skillset_description")));

comment on table "herd"."skillset_def" is 'A skillset: skills that belong together.';

comment on column "herd"."skillset_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skillset_def"."skillset_code" is 'The skillset''s own code.';

comment on column "herd"."skillset_def"."skillset_description" is 'What it stands for.';

comment on column "herd"."skillset_def"."created_at" is 'When the row was made.';

comment on column "herd"."skillset_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."skillset_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."skillset_version" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "skillset_version_code" text,
    "skillset_code" text,
    "skillset_version_content" text,
    "created_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "herd"."skillset_version" add constraint "skillset_version_pkey" primary key ("tenant_id", "skillset_version_code");

alter table "herd"."skillset_version" add constraint "skillset_version_tenant_present" check (tenant_id <> '');

create index "skillset_version_skillset_code_created_at_idx" on "herd"."skillset_version" using btree ("tenant_id", "skillset_code", "created_at");

create index "skillset_version_booked_xid_idx" on "herd"."skillset_version" (booked_xid);

comment on table "herd"."skillset_version" is 'What a skillset said at one time; a change is a new version.';

comment on column "herd"."skillset_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skillset_version"."skillset_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."skillset_version"."skillset_code" is 'The skillset that it is a version of.';

comment on column "herd"."skillset_version"."skillset_version_content" is 'The whole text.';

comment on column "herd"."skillset_version"."created_at" is 'When the version was made.';

comment on column "herd"."skillset_version"."booked_at" is 'When the row was booked.';

comment on column "herd"."skillset_version"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "herd"."sprint_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "sprint_code" text,
    "sprint_title" text,
    "sprint_goal" text,
    "sprint_started_at" timestamp with time zone,
    "sprint_planned_end_at" timestamp with time zone,
    "sprint_actual_end_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."sprint_def" add constraint "sprint_def_pkey" primary key ("tenant_id", "sprint_code");

alter table "herd"."sprint_def" add constraint "sprint_def_tenant_present" check (tenant_id <> '');

create index "sprint_def_search_idx" on "herd"."sprint_def" using gin (("catalog".search_words("sprint_title", "sprint_goal")));

comment on table "herd"."sprint_def" is 'A sprint: a goal and the time for it.';

comment on column "herd"."sprint_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."sprint_def"."sprint_code" is 'The sprint''s own code.';

comment on column "herd"."sprint_def"."sprint_title" is 'Its title, for people.';

comment on column "herd"."sprint_def"."sprint_goal" is 'What it is to reach.';

comment on column "herd"."sprint_def"."sprint_started_at" is 'When it began.';

comment on column "herd"."sprint_def"."sprint_planned_end_at" is 'When it is to end.';

comment on column "herd"."sprint_def"."sprint_actual_end_at" is 'When it ended; empty while it runs.';

comment on column "herd"."sprint_def"."created_at" is 'When the row was made.';

comment on column "herd"."sprint_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."sprint_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "herd"."ticket_def" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "ticket_code" text,
    "project_code" text,
    "ticket_title" text,
    "ticket_description" text,
    "ticket_tshirt_size" text,
    "ticket_acceptance_criteria" text,
    "ticket_current_status" text default 'todo'::text,
    "current_sprint_code" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "herd"."ticket_def" add constraint "ticket_def_pkey" primary key ("tenant_id", "ticket_code");

alter table "herd"."ticket_def" add constraint "ticket_def_ticket_tshirt_size_one_of" check ("ticket_tshirt_size" in ('XS'::text, 'S'::text, 'M'::text, 'L'::text, 'XL'::text));

alter table "herd"."ticket_def" add constraint "ticket_def_tenant_present" check (tenant_id <> '');

create index "ticket_def_project_code_idx" on "herd"."ticket_def" using btree ("tenant_id", "project_code");

create index "ticket_def_current_sprint_code_ticket_current_status_idx" on "herd"."ticket_def" using btree ("tenant_id", "current_sprint_code", "ticket_current_status");

create index "ticket_def_search_idx" on "herd"."ticket_def" using gin (("catalog".search_words("ticket_code", "ticket_title", "ticket_description")));

comment on table "herd"."ticket_def" is 'A unit of work, with its status, size and acceptance criteria.';

comment on column "herd"."ticket_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."ticket_def"."ticket_code" is 'The ticket''s own code.';

comment on column "herd"."ticket_def"."project_code" is 'The project that it belongs to.';

comment on column "herd"."ticket_def"."ticket_title" is 'Its title, for people; empty for a ticket of which only the code is known.';

comment on column "herd"."ticket_def"."ticket_description" is 'What is to be done.';

comment on column "herd"."ticket_def"."ticket_tshirt_size" is 'How large it is thought to be.';

comment on column "herd"."ticket_def"."ticket_acceptance_criteria" is 'What must hold when it is done.';

comment on column "herd"."ticket_def"."ticket_current_status" is 'Where it stands.';

comment on column "herd"."ticket_def"."current_sprint_code" is 'The sprint that it is in.';

comment on column "herd"."ticket_def"."created_at" is 'When the row was made.';

comment on column "herd"."ticket_def"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "herd"."ticket_def"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "intake"."import_run" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "import_run_id" bigint generated by default as identity (sequence name "intake"."import_run_import_run_id_seq"),
    "source_kind" text,
    "started_at" timestamp with time zone default (now()) not null,
    "ended_at" timestamp with time zone,
    "status" text default 'running'::text not null,
    "files_found" integer default '0'::integer not null,
    "files_read" integer default '0'::integer not null,
    "bytes_found" bigint default '0'::bigint not null,
    "bytes_read" bigint default '0'::bigint not null,
    "lines" integer default '0'::integer not null,
    "events" integer default '0'::integer not null,
    "bookings" integer default '0'::integer not null,
    "rejects" integer default '0'::integer not null,
    "detail" text,
    "modified_at" timestamp with time zone default (now()) not null,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "intake"."import_run" add constraint "import_run_pkey" primary key ("tenant_id", "import_run_id");

alter table "intake"."import_run" add constraint "import_run_status_one_of" check ("status" in ('running'::text, 'done'::text, 'failed'::text, 'interrupted'::text));

alter table "intake"."import_run" add constraint "import_run_tenant_present" check (tenant_id <> '');

create index "import_run_started_at_idx" on "intake"."import_run" using btree ("tenant_id", "started_at");

comment on table "intake"."import_run" is 'One run of an import and what it came to.';

comment on column "intake"."import_run"."tenant_id" is 'The tenant that owns the row.';

comment on column "intake"."import_run"."import_run_id" is 'The run''s number.';

comment on column "intake"."import_run"."source_kind" is 'What was imported.';

comment on column "intake"."import_run"."started_at" is 'When it began.';

comment on column "intake"."import_run"."ended_at" is 'When it ended; empty while it runs.';

comment on column "intake"."import_run"."status" is 'Where it stands.';

comment on column "intake"."import_run"."files_found" is 'Files found.';

comment on column "intake"."import_run"."files_read" is 'Files read.';

comment on column "intake"."import_run"."bytes_found" is 'Bytes found.';

comment on column "intake"."import_run"."bytes_read" is 'Bytes read.';

comment on column "intake"."import_run"."lines" is 'Lines read.';

comment on column "intake"."import_run"."events" is 'Events booked.';

comment on column "intake"."import_run"."bookings" is 'Calls booked.';

comment on column "intake"."import_run"."rejects" is 'Lines rejected.';

comment on column "intake"."import_run"."detail" is 'What went wrong, or what it is doing.';

comment on column "intake"."import_run"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "intake"."import_run"."created_at" is 'When the row was made.';

comment on column "intake"."import_run"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "intake"."reject" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "reject_id" bigint generated by default as identity (sequence name "intake"."reject_reject_id_seq"),
    "source_file_id" bigint,
    "line_number" integer,
    "byte_offset" bigint,
    "line_bytes" bigint,
    "reason" text,
    "detail" text,
    "line_text" text,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone,
    "modified_at" timestamp with time zone default (now()) not null
);

alter table "intake"."reject" add constraint "reject_pkey" primary key ("tenant_id", "reject_id");

alter table "intake"."reject" add constraint "reject_reason_one_of" check ("reason" in ('torn'::text, 'not_json'::text, 'not_an_object'::text, 'wrong_type'::text, 'too_large'::text, 'too_deep'::text, 'invalid_utf8'::text, 'missing_field'::text));

alter table "intake"."reject" add constraint "reject_tenant_present" check (tenant_id <> '');

alter table "intake"."reject" add constraint "reject_line_text_is_bounded_check" check (length(line_text) <= 4096);

create index "reject_source_file_id_line_number_idx" on "intake"."reject" using btree ("tenant_id", "source_file_id", "line_number");

create index "reject_created_at_idx" on "intake"."reject" using btree ("tenant_id", "created_at");

comment on table "intake"."reject" is 'A line that could not be booked, kept with the reason.';

comment on column "intake"."reject"."tenant_id" is 'The tenant that owns the row.';

comment on column "intake"."reject"."reject_id" is 'The reject''s number.';

comment on column "intake"."reject"."source_file_id" is 'The file that it stands in.';

comment on column "intake"."reject"."line_number" is 'Its line, from 1.';

comment on column "intake"."reject"."byte_offset" is 'Where the line begins.';

comment on column "intake"."reject"."line_bytes" is 'How long the line is.';

comment on column "intake"."reject"."reason" is 'Why it was rejected.';

comment on column "intake"."reject"."detail" is 'What exactly was wrong.';

comment on column "intake"."reject"."line_text" is 'The line, up to 4,096 characters.';

comment on column "intake"."reject"."created_at" is 'When the row was made.';

comment on column "intake"."reject"."deleted_at" is 'When the row was deleted; empty while it stands.';

comment on column "intake"."reject"."modified_at" is 'When the row last changed; kept by the database.';

create table "intake"."source_file" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "source_file_id" bigint generated by default as identity (sequence name "intake"."source_file_source_file_id_seq"),
    "source_kind" text,
    "source_path" text not null,
    "size_bytes" bigint,
    "file_mtime_ns" bigint,
    "read_offset" bigint default '0'::bigint not null,
    "read_line" integer default '0'::integer not null,
    "head_digest" bytea,
    "resume_state" jsonb,
    "status" text,
    "last_error" text,
    "line_count" integer default '0'::integer not null,
    "event_count" integer default '0'::integer not null,
    "booking_count" integer default '0'::integer not null,
    "reject_count" integer default '0'::integer not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "intake"."source_file" add constraint "source_file_pkey" primary key ("tenant_id", "source_file_id");

alter table "intake"."source_file" add constraint "source_file_source_path_key" unique ("tenant_id", "source_path");

alter table "intake"."source_file" add constraint "source_file_status_one_of" check ("status" in ('reading'::text, 'read'::text, 'tail_pending'::text, 'failed'::text));

alter table "intake"."source_file" add constraint "source_file_tenant_present" check (tenant_id <> '');

create index "source_file_status_idx" on "intake"."source_file" using btree ("tenant_id", "status");

create index "source_file_modified_at_idx" on "intake"."source_file" using btree ("tenant_id", "modified_at");

create index "source_file_search_idx" on "intake"."source_file" using gin (("catalog".search_words("source_path")));

comment on table "intake"."source_file" is 'A file that events are read from, and how far it has been read.';

comment on column "intake"."source_file"."tenant_id" is 'The tenant that owns the row.';

comment on column "intake"."source_file"."source_file_id" is 'The file''s number.';

comment on column "intake"."source_file"."source_kind" is 'What sort of file it is.';

comment on column "intake"."source_file"."source_path" is 'Where it lies.';

comment on column "intake"."source_file"."size_bytes" is 'Its size when it was last read.';

comment on column "intake"."source_file"."file_mtime_ns" is 'When it last changed, since 1970.';

comment on column "intake"."source_file"."read_offset" is 'How far it has been read.';

comment on column "intake"."source_file"."read_line" is 'The lines read.';

comment on column "intake"."source_file"."head_digest" is 'A digest of its beginning, by which a file that was replaced is told from one that grew.';

comment on column "intake"."source_file"."resume_state" is 'What the reader must know to go on.';

comment on column "intake"."source_file"."status" is 'Where the reading stands.';

comment on column "intake"."source_file"."last_error" is 'Why the reading failed.';

comment on column "intake"."source_file"."line_count" is 'Lines in it.';

comment on column "intake"."source_file"."event_count" is 'Events taken from it.';

comment on column "intake"."source_file"."booking_count" is 'Bookings taken from it.';

comment on column "intake"."source_file"."reject_count" is 'Lines rejected.';

comment on column "intake"."source_file"."created_at" is 'When the row was made.';

comment on column "intake"."source_file"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "intake"."source_file"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "intake"."usage" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "message_id" text,
    "request_id" text,
    "agent_instance_code" text,
    "model_code" text,
    "occurred_at" timestamp with time zone,
    "input_tokens" integer default '0'::integer not null,
    "output_tokens" integer default '0'::integer not null,
    "cache_read_tokens" integer default '0'::integer not null,
    "cache_create_tokens" integer default '0'::integer not null,
    "cache_create_1h_tokens" integer default '0'::integer not null,
    "cost_usd" numeric(18,6),
    "model_price_id" bigint,
    "cost_basis" text
);

alter table "intake"."usage" add constraint "usage_pkey" primary key ("tenant_id", "message_id", "request_id");

alter table "intake"."usage" add constraint "usage_cost_basis_one_of" check ("cost_basis" in ('list'::text, 'imputed'::text, 'none'::text));

alter table "intake"."usage" add constraint "usage_tenant_present" check (tenant_id <> '');

comment on table "intake"."usage" is 'What is booked so far for each call of a model. Rebuilt from: herd.agent_instance_token_activity.';

comment on column "intake"."usage"."tenant_id" is 'The tenant that owns the row.';

comment on column "intake"."usage"."message_id" is 'The message that the call returned.';

comment on column "intake"."usage"."request_id" is 'The request that was made.';

comment on column "intake"."usage"."agent_instance_code" is 'The instance that it is booked on.';

comment on column "intake"."usage"."model_code" is 'The model that was called.';

comment on column "intake"."usage"."occurred_at" is 'When the call was made.';

comment on column "intake"."usage"."input_tokens" is 'Input that came from no cache.';

comment on column "intake"."usage"."output_tokens" is 'Output.';

comment on column "intake"."usage"."cache_read_tokens" is 'Input read from the cache.';

comment on column "intake"."usage"."cache_create_tokens" is 'Input written to the cache.';

comment on column "intake"."usage"."cache_create_1h_tokens" is 'The part of it that is kept for one hour.';

comment on column "intake"."usage"."cost_usd" is 'What is booked as its cost; empty while it has no price.';

comment on column "intake"."usage"."model_price_id" is 'The price that was taken.';

comment on column "intake"."usage"."cost_basis" is 'How the cost is to be read.';

create table "memory"."alerts" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "alert_type" text not null,
    "severity" text not null,
    "table_name" text not null,
    "message" text not null,
    "evidence" jsonb default '{}'::jsonb not null,
    "status" text default 'open'::text not null,
    "raised_at" timestamp with time zone default (now()) not null,
    "acknowledged_by" text,
    "acknowledged_at" timestamp with time zone,
    "resolved_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."alerts" add constraint "alerts_pkey" primary key ("tenant_id", "id");

create unique index "alerts_alert_type_table_name_key" on "memory"."alerts" ("tenant_id", "alert_type", "table_name") where status <> 'resolved' and deleted_at is null;

alter table "memory"."alerts" add constraint "alerts_alert_type_one_of" check ("alert_type" in ('low_mean_trust'::text, 'many_low_rows'::text, 'critical_contradiction'::text, 'many_contradictions'::text, 'empty_table'::text, 'failing_table'::text));

alter table "memory"."alerts" add constraint "alerts_severity_one_of" check ("severity" in ('info'::text, 'warning'::text, 'error'::text, 'critical'::text));

alter table "memory"."alerts" add constraint "alerts_evidence_shape" check ("catalog".matches_shape("evidence", '{"type":"object"}'::jsonb));

alter table "memory"."alerts" add constraint "alerts_status_one_of" check ("status" in ('open'::text, 'acknowledged'::text, 'resolved'::text));

alter table "memory"."alerts" add constraint "alerts_tenant_present" check (tenant_id <> '');

create index "alerts_status_severity_idx" on "memory"."alerts" using btree ("tenant_id", "status", "severity");

create index "alerts_search_idx" on "memory"."alerts" using gin (("catalog".search_words("message")));

comment on table "memory"."alerts" is 'Something that needs eyes: low trust, a critical contradiction, an empty or failing table.';

comment on column "memory"."alerts"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."alerts"."id" is 'The alert''s own id.';

comment on column "memory"."alerts"."alert_type" is 'What is wrong.';

comment on column "memory"."alerts"."severity" is 'How bad it is.';

comment on column "memory"."alerts"."table_name" is 'The table that it concerns.';

comment on column "memory"."alerts"."message" is 'What is wrong, in a sentence.';

comment on column "memory"."alerts"."evidence" is 'The figures that led to it.';

comment on column "memory"."alerts"."status" is 'Where it stands.';

comment on column "memory"."alerts"."raised_at" is 'When it was raised.';

comment on column "memory"."alerts"."acknowledged_by" is 'Who has seen it.';

comment on column "memory"."alerts"."acknowledged_at" is 'When.';

comment on column "memory"."alerts"."resolved_at" is 'When it was over.';

comment on column "memory"."alerts"."created_at" is 'When the row was made.';

comment on column "memory"."alerts"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."alerts"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."contradictions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "table_name" text not null,
    "row_key" text not null,
    "other_row_key" text not null,
    "contradiction_type" text not null,
    "severity" text not null,
    "similarity" double precision not null,
    "compared_columns" text[] not null,
    "details" jsonb default '{}'::jsonb not null,
    "status" text default 'open'::text not null,
    "detected_at" timestamp with time zone default (now()) not null,
    "resolved_by" text,
    "resolved_at" timestamp with time zone,
    "resolution" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."contradictions" add constraint "contradictions_pkey" primary key ("tenant_id", "id");

create unique index "contradictions_table_name_row_key_other_row_key_contra_ce03378f" on "memory"."contradictions" ("tenant_id", "table_name", "row_key", "other_row_key", "contradiction_type") where status = 'open' and deleted_at is null;

alter table "memory"."contradictions" add constraint "contradictions_contradiction_type_one_of" check ("contradiction_type" in ('duplicate'::text, 'conflict'::text, 'same_trigger'::text));

alter table "memory"."contradictions" add constraint "contradictions_severity_one_of" check ("severity" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."contradictions" add constraint "contradictions_similarity_range" check ("similarity" >= 0 and "similarity" <= 1);

alter table "memory"."contradictions" add constraint "contradictions_details_shape" check ("catalog".matches_shape("details", '{"type":"object"}'::jsonb));

alter table "memory"."contradictions" add constraint "contradictions_status_one_of" check ("status" in ('open'::text, 'resolved'::text, 'dismissed'::text));

alter table "memory"."contradictions" add constraint "contradictions_tenant_present" check (tenant_id <> '');

alter table "memory"."contradictions" add constraint "contradictions_subject_whole" check (("table_name" is null) = ("row_key" is null));

alter table "memory"."contradictions" add constraint "contradictions_a_pair_stands_once_check" check (row_key < other_row_key);

alter table "memory"."contradictions" add constraint "contradictions_a_resolution_has_its_author_check" check (status = 'open' or (resolved_by is not null and resolved_at is not null));

create index "contradictions_status_severity_idx" on "memory"."contradictions" using btree ("tenant_id", "status", "severity");

create index "contradictions_table_name_other_row_key_idx" on "memory"."contradictions" using btree ("tenant_id", "table_name", "other_row_key");

comment on table "memory"."contradictions" is 'Two rows of a table that say the same or the opposite, and how bad that is.';

comment on column "memory"."contradictions"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."contradictions"."id" is 'The contradiction''s own id.';

comment on column "memory"."contradictions"."table_name" is 'The table of both rows.';

comment on column "memory"."contradictions"."row_key" is 'The key of the one row; the lesser of the two.';

comment on column "memory"."contradictions"."other_row_key" is 'The key of the other row.';

comment on column "memory"."contradictions"."contradiction_type" is 'What is wrong between them.';

comment on column "memory"."contradictions"."severity" is 'How bad it is.';

comment on column "memory"."contradictions"."similarity" is 'How alike they are: mean similarity of the sets of words, from 0 to 1.';

comment on column "memory"."contradictions"."compared_columns" is 'The columns that were compared.';

comment on column "memory"."contradictions"."details" is 'What was found in each of them.';

comment on column "memory"."contradictions"."status" is 'Where it stands.';

comment on column "memory"."contradictions"."detected_at" is 'When it was found.';

comment on column "memory"."contradictions"."resolved_by" is 'Who resolved it.';

comment on column "memory"."contradictions"."resolved_at" is 'When.';

comment on column "memory"."contradictions"."resolution" is 'How.';

comment on column "memory"."contradictions"."created_at" is 'When the row was made.';

comment on column "memory"."contradictions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."contradictions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."episodic_memories" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "agent_id" character varying(100) not null,
    "user_id" character varying(100),
    "conversation_id" character varying(100) not null,
    "summary" text not null,
    "key_decisions" jsonb,
    "entities_mentioned" jsonb,
    "tools_called" jsonb,
    "embedding" real[],
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."episodic_memories" add constraint "episodic_memories_pkey" primary key ("tenant_id", "id");

alter table "memory"."episodic_memories" add constraint "episodic_memories_embedding_dimensions" check (array_ndims("embedding") = 1 and array_length("embedding", 1) = 1536 and array_position("embedding", null) is null);

alter table "memory"."episodic_memories" add constraint "episodic_memories_tenant_present" check (tenant_id <> '');

create index "episodic_memories_agent_id_user_id_idx" on "memory"."episodic_memories" using btree ("tenant_id", "agent_id", "user_id");

create index "episodic_memories_conversation_id_idx" on "memory"."episodic_memories" using btree ("tenant_id", "conversation_id");

create index "episodic_memories_search_idx" on "memory"."episodic_memories" using gin (("catalog".search_words("summary")));

comment on table "memory"."episodic_memories" is 'What remains of a conversation: a summary that is found by its meaning.';

comment on column "memory"."episodic_memories"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."episodic_memories"."id" is 'The memory''s own id.';

comment on column "memory"."episodic_memories"."agent_id" is 'The agent that it belongs to.';

comment on column "memory"."episodic_memories"."user_id" is 'The user who took part.';

comment on column "memory"."episodic_memories"."conversation_id" is 'The conversation that it was made of.';

comment on column "memory"."episodic_memories"."summary" is 'What was talked about.';

comment on column "memory"."episodic_memories"."key_decisions" is 'What was decided.';

comment on column "memory"."episodic_memories"."entities_mentioned" is 'The ids of the entities that were named.';

comment on column "memory"."episodic_memories"."tools_called" is 'The tools that were called.';

comment on column "memory"."episodic_memories"."embedding" is 'The summary''s place in meaning, as the embedding model gives it.';

comment on column "memory"."episodic_memories"."created_at" is 'When it was made.';

comment on column "memory"."episodic_memories"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."episodic_memories"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."injection_ledger" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "memory"."injection_ledger_booking_id_seq") not null,
    "conversation_id" character varying(100) not null,
    "item_type" text not null,
    "item_id" text not null,
    "content_hash" character varying(64),
    "token_estimate" integer,
    "agent_instance_code" text,
    "injected_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "memory"."injection_ledger" add constraint "injection_ledger_pkey" primary key ("tenant_id", "booking_id");

alter table "memory"."injection_ledger" add constraint "injection_ledger_conversation_id_item_type_item_id_key" unique ("tenant_id", "conversation_id", "item_type", "item_id");

alter table "memory"."injection_ledger" add constraint "injection_ledger_item_type_one_of" check ("item_type" in ('manifest'::text, 'definition'::text, 'artifact'::text, 'graph'::text, 'memory'::text, 'fact'::text, 'persona'::text, 'template'::text));

alter table "memory"."injection_ledger" add constraint "injection_ledger_content_hash_pattern" check ("content_hash" ~ '^[0-9a-f]{64}$');

alter table "memory"."injection_ledger" add constraint "injection_ledger_token_estimate_range" check ("token_estimate" >= 0);

alter table "memory"."injection_ledger" add constraint "injection_ledger_tenant_present" check (tenant_id <> '');

create index "injection_ledger_booked_xid_idx" on "memory"."injection_ledger" (booked_xid);

comment on table "memory"."injection_ledger" is 'What was put into a conversation''s context, so that nothing is put in twice.';

comment on column "memory"."injection_ledger"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."injection_ledger"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "memory"."injection_ledger"."conversation_id" is 'The conversation.';

comment on column "memory"."injection_ledger"."item_type" is 'What sort of thing was put in.';

comment on column "memory"."injection_ledger"."item_id" is 'Its own key.';

comment on column "memory"."injection_ledger"."content_hash" is 'The SHA-256 of what was put in.';

comment on column "memory"."injection_ledger"."token_estimate" is 'About how many tokens it took.';

comment on column "memory"."injection_ledger"."agent_instance_code" is 'The run that it was put in for.';

comment on column "memory"."injection_ledger"."injected_at" is 'When.';

comment on column "memory"."injection_ledger"."booked_at" is 'When the row was booked.';

comment on column "memory"."injection_ledger"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "memory"."logic_update_stages" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "memory"."logic_update_stages_booking_id_seq") not null,
    "update_id" uuid not null,
    "stage" text not null,
    "outcome" text not null,
    "detail" jsonb default '{}'::jsonb not null,
    "actor" text not null,
    "occurred_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "memory"."logic_update_stages" add constraint "logic_update_stages_pkey" primary key ("tenant_id", "booking_id");

alter table "memory"."logic_update_stages" add constraint "logic_update_stages_stage_one_of" check ("stage" in ('governance'::text, 'identity'::text, 'audit'::text, 'validation'::text, 'package'::text, 'distribution'::text, 'watch'::text, 'rollback'::text));

alter table "memory"."logic_update_stages" add constraint "logic_update_stages_outcome_one_of" check ("outcome" in ('passed'::text, 'failed'::text, 'paused'::text, 'escalated'::text, 'rolled_back'::text));

alter table "memory"."logic_update_stages" add constraint "logic_update_stages_detail_shape" check ("catalog".matches_shape("detail", '{"type":"object"}'::jsonb));

alter table "memory"."logic_update_stages" add constraint "logic_update_stages_tenant_present" check (tenant_id <> '');

create index "logic_update_stages_update_id_occurred_at_idx" on "memory"."logic_update_stages" using btree ("tenant_id", "update_id", "occurred_at");

create index "logic_update_stages_booked_xid_idx" on "memory"."logic_update_stages" (booked_xid);

comment on table "memory"."logic_update_stages" is 'A stage that an update passed or failed, or its rollback.';

comment on column "memory"."logic_update_stages"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."logic_update_stages"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "memory"."logic_update_stages"."update_id" is 'The update.';

comment on column "memory"."logic_update_stages"."stage" is 'The stage.';

comment on column "memory"."logic_update_stages"."outcome" is 'How it ended.';

comment on column "memory"."logic_update_stages"."detail" is 'What was checked and found.';

comment on column "memory"."logic_update_stages"."actor" is 'Who ran it.';

comment on column "memory"."logic_update_stages"."occurred_at" is 'When.';

comment on column "memory"."logic_update_stages"."booked_at" is 'When the row was booked.';

comment on column "memory"."logic_update_stages"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "memory"."logic_updates" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "update_type" text not null,
    "title" text not null,
    "proposal_id" uuid,
    "subject_type" text,
    "subject_id" text,
    "risk_level" text not null,
    "is_breaking" boolean default 'false'::boolean not null,
    "package" jsonb,
    "package_checksum" text,
    "stage" text default 'governance'::text not null,
    "status" text default 'running'::text not null,
    "decision_id" text,
    "started_by" text not null,
    "started_at" timestamp with time zone default (now()) not null,
    "ended_at" timestamp with time zone,
    "error" text,
    "rolled_back_at" timestamp with time zone,
    "rollback_reason" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."logic_updates" add constraint "logic_updates_pkey" primary key ("tenant_id", "id");

alter table "memory"."logic_updates" add constraint "logic_updates_update_type_one_of" check ("update_type" in ('rows'::text, 'schema'::text, 'playbook'::text, 'prompt'::text, 'policy'::text, 'config'::text));

alter table "memory"."logic_updates" add constraint "logic_updates_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."logic_updates" add constraint "logic_updates_package_checksum_pattern" check ("package_checksum" ~ '^[0-9a-f]{64}$');

alter table "memory"."logic_updates" add constraint "logic_updates_stage_one_of" check ("stage" in ('governance'::text, 'identity'::text, 'audit'::text, 'validation'::text, 'package'::text, 'distribution'::text, 'watch'::text, 'done'::text));

alter table "memory"."logic_updates" add constraint "logic_updates_status_one_of" check ("status" in ('running'::text, 'paused'::text, 'escalated'::text, 'done'::text, 'failed'::text, 'rolled_back'::text));

alter table "memory"."logic_updates" add constraint "logic_updates_tenant_present" check (tenant_id <> '');

alter table "memory"."logic_updates" add constraint "logic_updates_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

alter table "memory"."logic_updates" add constraint "logic_updates_a_breaking_change_is_approved_check" check (not is_breaking or status <> 'done' or (risk_level = 'critical' and decision_id is not null));

alter table "memory"."logic_updates" add constraint "logic_updates_a_rollback_has_its_time_check" check (status <> 'rolled_back' or (rolled_back_at is not null and rollback_reason is not null));

create index "logic_updates_status_started_at_idx" on "memory"."logic_updates" using btree ("tenant_id", "status", "started_at");

create index "logic_updates_proposal_id_idx" on "memory"."logic_updates" using btree ("tenant_id", "proposal_id");

create index "logic_updates_decision_id_idx" on "memory"."logic_updates" using btree ("tenant_id", "decision_id");

create index "logic_updates_search_idx" on "memory"."logic_updates" using gin (("catalog".search_words("title")));

comment on table "memory"."logic_updates" is 'A change on its way through governance, identity, audit, validation, packaging, distribution and watch.';

comment on column "memory"."logic_updates"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."logic_updates"."id" is 'The update''s own id.';

comment on column "memory"."logic_updates"."update_type" is 'What it changes.';

comment on column "memory"."logic_updates"."title" is 'What it does, in a line.';

comment on column "memory"."logic_updates"."proposal_id" is 'The proposal that it carries out.';

comment on column "memory"."logic_updates"."subject_type" is 'The table of what it changes.';

comment on column "memory"."logic_updates"."subject_id" is 'The key of what it changes.';

comment on column "memory"."logic_updates"."risk_level" is 'The risk of it.';

comment on column "memory"."logic_updates"."is_breaking" is 'Whether something that worked before would no longer.';

comment on column "memory"."logic_updates"."package" is 'What is distributed.';

comment on column "memory"."logic_updates"."package_checksum" is 'The SHA-256 of the package, as canonical JSON.';

comment on column "memory"."logic_updates"."stage" is 'The stage that it has reached.';

comment on column "memory"."logic_updates"."status" is 'Where it stands.';

comment on column "memory"."logic_updates"."decision_id" is 'The decision that lets it pass.';

comment on column "memory"."logic_updates"."started_by" is 'Who started it.';

comment on column "memory"."logic_updates"."started_at" is 'When it began.';

comment on column "memory"."logic_updates"."ended_at" is 'When it ended.';

comment on column "memory"."logic_updates"."error" is 'Why it failed.';

comment on column "memory"."logic_updates"."rolled_back_at" is 'When it was undone.';

comment on column "memory"."logic_updates"."rollback_reason" is 'Why it was undone.';

comment on column "memory"."logic_updates"."created_at" is 'When the row was made.';

comment on column "memory"."logic_updates"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."logic_updates"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_business_intelligence" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "dashboard_id" text not null,
    "dashboard_name" text not null,
    "category" text default 'custom'::text not null,
    "kpi_definitions" jsonb default '[]'::jsonb not null,
    "data_sources" jsonb default '[]'::jsonb not null,
    "refresh_cadence" text default 'daily'::text not null,
    "owner" text,
    "viewers" jsonb default '[]'::jsonb not null,
    "last_refresh_at" timestamp with time zone,
    "next_refresh_at" timestamp with time zone,
    "query_performance_ms" integer default '0'::integer not null,
    "data_freshness_hours" integer default '24'::integer not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "is_public" boolean default 'false'::boolean not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_dashboard_id_key" unique ("tenant_id", "dashboard_id");

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_category_one_of" check ("category" in ('sales'::text, 'marketing'::text, 'operations'::text, 'finance'::text, 'product'::text, 'custom'::text));

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_kpi_definitions_shape" check ("catalog".matches_shape("kpi_definitions", '{"type":"array"}'::jsonb));

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_data_sources_shape" check ("catalog".matches_shape("data_sources", '{"type":"array"}'::jsonb));

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_refresh_cadence_one_of" check ("refresh_cadence" in ('realtime'::text, 'hourly'::text, 'daily'::text, 'weekly'::text, 'monthly'::text, 'manual'::text));

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_viewers_shape" check ("catalog".matches_shape("viewers", '{"type":"array"}'::jsonb));

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_query_performance_ms_range" check ("query_performance_ms" >= 0);

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_data_freshness_hours_range" check ("data_freshness_hours" >= 0);

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_business_intelligence" add constraint "memory_business_intelligence_tenant_present" check (tenant_id <> '');

create index "memory_business_intelligence_category_idx" on "memory"."memory_business_intelligence" using btree ("tenant_id", "category");

create index "memory_business_intelligence_owner_idx" on "memory"."memory_business_intelligence" using btree ("tenant_id", "owner");

create index "memory_business_intelligence_refresh_cadence_idx" on "memory"."memory_business_intelligence" using btree ("tenant_id", "refresh_cadence");

create index "memory_business_intelligence_search_idx" on "memory"."memory_business_intelligence" using gin (("catalog".search_words("dashboard_name", "dashboard_id")));

comment on table "memory"."memory_business_intelligence" is 'A dashboard: its key figures, where their data come from, and how fresh they are.';

comment on column "memory"."memory_business_intelligence"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_business_intelligence"."id" is 'The row''s own id.';

comment on column "memory"."memory_business_intelligence"."dashboard_id" is 'The dashboard''s own code; the natural key of the row.';

comment on column "memory"."memory_business_intelligence"."dashboard_name" is 'What it is called.';

comment on column "memory"."memory_business_intelligence"."category" is 'The part of the business that it shows.';

comment on column "memory"."memory_business_intelligence"."kpi_definitions" is 'Its key figures, each with how it is computed.';

comment on column "memory"."memory_business_intelligence"."data_sources" is 'The tables and systems that it reads.';

comment on column "memory"."memory_business_intelligence"."refresh_cadence" is 'How often it is brought up to date.';

comment on column "memory"."memory_business_intelligence"."owner" is 'Who answers for it.';

comment on column "memory"."memory_business_intelligence"."viewers" is 'Who may see it.';

comment on column "memory"."memory_business_intelligence"."last_refresh_at" is 'When it was last brought up to date.';

comment on column "memory"."memory_business_intelligence"."next_refresh_at" is 'When it is next due.';

comment on column "memory"."memory_business_intelligence"."query_performance_ms" is 'How long its queries take.';

comment on column "memory"."memory_business_intelligence"."data_freshness_hours" is 'How old its data may be before it is stale.';

comment on column "memory"."memory_business_intelligence"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_business_intelligence"."is_public" is 'Whether everybody may see it.';

comment on column "memory"."memory_business_intelligence"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_business_intelligence"."notes" is 'Free remarks.';

comment on column "memory"."memory_business_intelligence"."created_at" is 'When the row was made.';

comment on column "memory"."memory_business_intelligence"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_business_intelligence"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_codebases" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "repo_name" text not null,
    "root_path" text not null,
    "languages" jsonb default '[]'::jsonb not null,
    "entry_points" jsonb default '[]'::jsonb not null,
    "dependency_files" jsonb default '[]'::jsonb not null,
    "last_indexed_at" timestamp with time zone,
    "trust_score" double precision default '0.0'::double precision not null,
    "governance_stamp" jsonb,
    "changelog" jsonb default '[]'::jsonb not null,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_codebases" add constraint "memory_codebases_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_codebases" add constraint "memory_codebases_root_path_key" unique ("tenant_id", "root_path");

alter table "memory"."memory_codebases" add constraint "memory_codebases_languages_shape" check ("catalog".matches_shape("languages", '{"type":"array"}'::jsonb));

alter table "memory"."memory_codebases" add constraint "memory_codebases_entry_points_shape" check ("catalog".matches_shape("entry_points", '{"type":"array"}'::jsonb));

alter table "memory"."memory_codebases" add constraint "memory_codebases_dependency_files_shape" check ("catalog".matches_shape("dependency_files", '{"type":"array"}'::jsonb));

alter table "memory"."memory_codebases" add constraint "memory_codebases_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_codebases" add constraint "memory_codebases_changelog_shape" check ("catalog".matches_shape("changelog", '{"type":"array"}'::jsonb));

alter table "memory"."memory_codebases" add constraint "memory_codebases_tenant_present" check (tenant_id <> '');

create index "memory_codebases_repo_name_idx" on "memory"."memory_codebases" using btree ("tenant_id", "repo_name");

create index "memory_codebases_last_indexed_at_idx" on "memory"."memory_codebases" using btree ("tenant_id", "last_indexed_at");

create index "memory_codebases_search_idx" on "memory"."memory_codebases" using gin (("catalog".search_words("repo_name", "root_path")));

comment on table "memory"."memory_codebases" is 'A code repository that was indexed: its languages, entry points and dependencies.';

comment on column "memory"."memory_codebases"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_codebases"."id" is 'The row''s own id.';

comment on column "memory"."memory_codebases"."repo_name" is 'The repository''s name.';

comment on column "memory"."memory_codebases"."root_path" is 'Where its files lie; the natural key of the row.';

comment on column "memory"."memory_codebases"."languages" is 'The languages that it is written in.';

comment on column "memory"."memory_codebases"."entry_points" is 'The files where programs start.';

comment on column "memory"."memory_codebases"."dependency_files" is 'The files that name what it depends on.';

comment on column "memory"."memory_codebases"."last_indexed_at" is 'When it was last read.';

comment on column "memory"."memory_codebases"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_codebases"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_codebases"."changelog" is 'What changed between readings, newest last.';

comment on column "memory"."memory_codebases"."notes" is 'Free remarks.';

comment on column "memory"."memory_codebases"."created_at" is 'When the row was made.';

comment on column "memory"."memory_codebases"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_codebases"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_coding_work_orders" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "work_order_id" text not null,
    "title" text not null,
    "description" text,
    "task_type" text default 'feature'::text not null,
    "status" text default 'pending'::text not null,
    "priority" text default 'medium'::text not null,
    "affected_files" jsonb default '[]'::jsonb not null,
    "code_diff_path" text,
    "test_results" jsonb,
    "reviewer_notes" text,
    "deployment_impact" jsonb,
    "lines_added" integer default '0'::integer not null,
    "lines_removed" integer default '0'::integer not null,
    "complexity_score" double precision default '0.0'::double precision not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "created_at" timestamp with time zone default (now()) not null,
    "completed_at" timestamp with time zone,
    "assigned_to" text default 'grace'::text not null,
    "governance_stamp" jsonb,
    "notes" text,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_work_order_id_key" unique ("tenant_id", "work_order_id");

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_task_type_one_of" check ("task_type" in ('feature'::text, 'bugfix'::text, 'refactor'::text, 'test'::text, 'documentation'::text, 'deployment'::text));

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_status_one_of" check ("status" in ('pending'::text, 'in_progress'::text, 'review'::text, 'deployed'::text, 'cancelled'::text));

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_priority_one_of" check ("priority" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_affected_files_shape" check ("catalog".matches_shape("affected_files", '{"type":"array"}'::jsonb));

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_lines_added_range" check ("lines_added" >= 0);

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_lines_removed_range" check ("lines_removed" >= 0);

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_complexity_score_range" check ("complexity_score" >= 0);

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_coding_work_orders" add constraint "memory_coding_work_orders_tenant_present" check (tenant_id <> '');

create index "memory_coding_work_orders_status_idx" on "memory"."memory_coding_work_orders" using btree ("tenant_id", "status");

create index "memory_coding_work_orders_priority_idx" on "memory"."memory_coding_work_orders" using btree ("tenant_id", "priority");

create index "memory_coding_work_orders_created_at_idx" on "memory"."memory_coding_work_orders" using btree ("tenant_id", "created_at");

create index "memory_coding_work_orders_trust_score_idx" on "memory"."memory_coding_work_orders" using btree ("tenant_id", "trust_score");

create index "memory_coding_work_orders_search_idx" on "memory"."memory_coding_work_orders" using gin (("catalog".search_words("title", "description", "work_order_id")));

comment on table "memory"."memory_coding_work_orders" is 'A piece of coding work: what to change, the diff, its tests, its review and its deployment.';

comment on column "memory"."memory_coding_work_orders"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_coding_work_orders"."id" is 'The row''s own id.';

comment on column "memory"."memory_coding_work_orders"."work_order_id" is 'The order''s own code; the natural key of the row.';

comment on column "memory"."memory_coding_work_orders"."title" is 'What is to be done, in a line.';

comment on column "memory"."memory_coding_work_orders"."description" is 'What is to be done.';

comment on column "memory"."memory_coding_work_orders"."task_type" is 'What sort of work it is.';

comment on column "memory"."memory_coding_work_orders"."status" is 'Where it stands.';

comment on column "memory"."memory_coding_work_orders"."priority" is 'How soon it is needed.';

comment on column "memory"."memory_coding_work_orders"."affected_files" is 'The files that it changes.';

comment on column "memory"."memory_coding_work_orders"."code_diff_path" is 'Where its diff lies.';

comment on column "memory"."memory_coding_work_orders"."test_results" is 'What its tests said.';

comment on column "memory"."memory_coding_work_orders"."reviewer_notes" is 'What the reviewer said.';

comment on column "memory"."memory_coding_work_orders"."deployment_impact" is 'What its deployment touched.';

comment on column "memory"."memory_coding_work_orders"."lines_added" is 'Lines that it added.';

comment on column "memory"."memory_coding_work_orders"."lines_removed" is 'Lines that it removed.';

comment on column "memory"."memory_coding_work_orders"."complexity_score" is 'How involved it is.';

comment on column "memory"."memory_coding_work_orders"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_coding_work_orders"."created_at" is 'When it was ordered.';

comment on column "memory"."memory_coding_work_orders"."completed_at" is 'When it was finished.';

comment on column "memory"."memory_coding_work_orders"."assigned_to" is 'Who does it.';

comment on column "memory"."memory_coding_work_orders"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_coding_work_orders"."notes" is 'Free remarks.';

comment on column "memory"."memory_coding_work_orders"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_coding_work_orders"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_compliance_reports" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "report_id" text not null,
    "compliance_framework" text not null,
    "report_type" text not null,
    "scope" jsonb default '[]'::jsonb not null,
    "controls_assessed" jsonb default '[]'::jsonb not null,
    "compliance_status" text default 'in_progress'::text not null,
    "risk_level" text default 'medium'::text not null,
    "gaps_identified" jsonb default '[]'::jsonb not null,
    "remediation_actions" jsonb default '[]'::jsonb not null,
    "evidence_links" jsonb default '[]'::jsonb not null,
    "assessor" text,
    "assessment_date" timestamp with time zone not null,
    "next_assessment_date" timestamp with time zone,
    "certification_status" text,
    "certification_expiry" timestamp with time zone,
    "findings_count" integer default '0'::integer not null,
    "critical_findings" integer default '0'::integer not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_report_id_key" unique ("tenant_id", "report_id");

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_report_type_one_of" check ("report_type" in ('audit'::text, 'assessment'::text, 'remediation'::text, 'evidence'::text, 'certification'::text));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_scope_shape" check ("catalog".matches_shape("scope", '{"type":"array"}'::jsonb));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_controls_assessed_shape" check ("catalog".matches_shape("controls_assessed", '{"type":"array"}'::jsonb));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_compliance_status_one_of" check ("compliance_status" in ('compliant'::text, 'non_compliant'::text, 'partial'::text, 'in_progress'::text));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_gaps_identified_shape" check ("catalog".matches_shape("gaps_identified", '{"type":"array"}'::jsonb));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_remediation_actions_shape" check ("catalog".matches_shape("remediation_actions", '{"type":"array"}'::jsonb));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_evidence_links_shape" check ("catalog".matches_shape("evidence_links", '{"type":"array"}'::jsonb));

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_findings_count_range" check ("findings_count" >= 0);

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_critical_findings_range" check ("critical_findings" >= 0);

alter table "memory"."memory_compliance_reports" add constraint "memory_compliance_reports_tenant_present" check (tenant_id <> '');

create index "memory_compliance_reports_compliance_framework_idx" on "memory"."memory_compliance_reports" using btree ("tenant_id", "compliance_framework");

create index "memory_compliance_reports_compliance_status_idx" on "memory"."memory_compliance_reports" using btree ("tenant_id", "compliance_status");

create index "memory_compliance_reports_risk_level_idx" on "memory"."memory_compliance_reports" using btree ("tenant_id", "risk_level");

create index "memory_compliance_reports_assessment_date_idx" on "memory"."memory_compliance_reports" using btree ("tenant_id", "assessment_date");

create index "memory_compliance_reports_search_idx" on "memory"."memory_compliance_reports" using gin (("catalog".search_words("report_id", "compliance_framework", "assessor")));

comment on table "memory"."memory_compliance_reports" is 'A report on how a framework of rules is kept: controls, gaps, remedies and evidence.';

comment on column "memory"."memory_compliance_reports"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_compliance_reports"."id" is 'The row''s own id.';

comment on column "memory"."memory_compliance_reports"."report_id" is 'The report''s own code; the natural key of the row.';

comment on column "memory"."memory_compliance_reports"."compliance_framework" is 'The framework that it measures by.';

comment on column "memory"."memory_compliance_reports"."report_type" is 'What sort of report it is.';

comment on column "memory"."memory_compliance_reports"."scope" is 'What it covers.';

comment on column "memory"."memory_compliance_reports"."controls_assessed" is 'The controls that were looked at.';

comment on column "memory"."memory_compliance_reports"."compliance_status" is 'What was found.';

comment on column "memory"."memory_compliance_reports"."risk_level" is 'The risk of what was found.';

comment on column "memory"."memory_compliance_reports"."gaps_identified" is 'What is missing.';

comment on column "memory"."memory_compliance_reports"."remediation_actions" is 'What is done about it.';

comment on column "memory"."memory_compliance_reports"."evidence_links" is 'Where the evidence lies.';

comment on column "memory"."memory_compliance_reports"."assessor" is 'Who looked.';

comment on column "memory"."memory_compliance_reports"."assessment_date" is 'When.';

comment on column "memory"."memory_compliance_reports"."next_assessment_date" is 'When it is due again.';

comment on column "memory"."memory_compliance_reports"."certification_status" is 'Where a certificate stands.';

comment on column "memory"."memory_compliance_reports"."certification_expiry" is 'Until when the certificate holds.';

comment on column "memory"."memory_compliance_reports"."findings_count" is 'How many findings there are.';

comment on column "memory"."memory_compliance_reports"."critical_findings" is 'How many of them are critical.';

comment on column "memory"."memory_compliance_reports"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_compliance_reports"."notes" is 'Free remarks.';

comment on column "memory"."memory_compliance_reports"."created_at" is 'When the row was made.';

comment on column "memory"."memory_compliance_reports"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_compliance_reports"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_datasets" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "dataset_name" text not null,
    "file_path" text not null,
    "rows" integer default '0'::integer not null,
    "columns" integer default '0'::integer not null,
    "column_schema" jsonb default '[]'::jsonb not null,
    "source_url" text,
    "license" text,
    "refresh_cadence" text,
    "ingestion_pipeline_id" text,
    "trust_score" double precision default '0.0'::double precision not null,
    "risk_level" text default 'medium'::text not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_datasets" add constraint "memory_datasets_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_datasets" add constraint "memory_datasets_file_path_key" unique ("tenant_id", "file_path");

alter table "memory"."memory_datasets" add constraint "memory_datasets_rows_range" check ("rows" >= 0);

alter table "memory"."memory_datasets" add constraint "memory_datasets_columns_range" check ("columns" >= 0);

alter table "memory"."memory_datasets" add constraint "memory_datasets_column_schema_shape" check ("catalog".matches_shape("column_schema", '{"type":"array"}'::jsonb));

alter table "memory"."memory_datasets" add constraint "memory_datasets_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_datasets" add constraint "memory_datasets_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_datasets" add constraint "memory_datasets_tenant_present" check (tenant_id <> '');

create index "memory_datasets_dataset_name_idx" on "memory"."memory_datasets" using btree ("tenant_id", "dataset_name");

create index "memory_datasets_risk_level_trust_score_idx" on "memory"."memory_datasets" using btree ("tenant_id", "risk_level", "trust_score");

create index "memory_datasets_search_idx" on "memory"."memory_datasets" using gin (("catalog".search_words("dataset_name", "file_path", "source_url")));

comment on table "memory"."memory_datasets" is 'A table of data in a file: its size, its columns and where it comes from.';

comment on column "memory"."memory_datasets"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_datasets"."id" is 'The row''s own id.';

comment on column "memory"."memory_datasets"."dataset_name" is 'What the data are called.';

comment on column "memory"."memory_datasets"."file_path" is 'Where the file lies; the natural key of the row.';

comment on column "memory"."memory_datasets"."rows" is 'How many rows it has.';

comment on column "memory"."memory_datasets"."columns" is 'How many columns it has.';

comment on column "memory"."memory_datasets"."column_schema" is 'Each column with its name, type and a few samples.';

comment on column "memory"."memory_datasets"."source_url" is 'Where it was taken from.';

comment on column "memory"."memory_datasets"."license" is 'Under which terms it may be used.';

comment on column "memory"."memory_datasets"."refresh_cadence" is 'How often it is brought up to date.';

comment on column "memory"."memory_datasets"."ingestion_pipeline_id" is 'The pipeline that read it in.';

comment on column "memory"."memory_datasets"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_datasets"."risk_level" is 'The risk of acting on it.';

comment on column "memory"."memory_datasets"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_datasets"."notes" is 'Free remarks.';

comment on column "memory"."memory_datasets"."created_at" is 'When the row was made.';

comment on column "memory"."memory_datasets"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_datasets"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_discovery_targets" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "target_id" text not null,
    "target_name" text not null,
    "target_type" text not null,
    "target_url" text not null,
    "discovery_priority" integer default '5'::integer not null,
    "scan_frequency" text default 'daily'::text not null,
    "status" text default 'active'::text not null,
    "last_scan_at" timestamp with time zone,
    "next_scan_at" timestamp with time zone,
    "items_discovered" integer default '0'::integer not null,
    "items_ingested" integer default '0'::integer not null,
    "error_count" integer default '0'::integer not null,
    "last_error" text,
    "authentication" jsonb,
    "filters" jsonb default '{}'::jsonb not null,
    "metadata_mapping" jsonb default '{}'::jsonb not null,
    "trust_score" double precision default '0.5'::double precision not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_target_id_key" unique ("tenant_id", "target_id");

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_target_type_one_of" check ("target_type" in ('website'::text, 'api'::text, 'repository'::text, 'feed'::text, 'database'::text, 'filesystem'::text));

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_scan_frequency_one_of" check ("scan_frequency" in ('continuous'::text, 'hourly'::text, 'daily'::text, 'weekly'::text, 'monthly'::text, 'manual'::text));

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_status_one_of" check ("status" in ('active'::text, 'paused'::text, 'error'::text, 'archived'::text));

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_items_discovered_range" check ("items_discovered" >= 0);

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_items_ingested_range" check ("items_ingested" >= 0);

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_error_count_range" check ("error_count" >= 0);

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_filters_shape" check ("catalog".matches_shape("filters", '{"type":"object"}'::jsonb));

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_metadata_mapping_shape" check ("catalog".matches_shape("metadata_mapping", '{"type":"object"}'::jsonb));

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_discovery_targets" add constraint "memory_discovery_targets_tenant_present" check (tenant_id <> '');

create index "memory_discovery_targets_target_type_idx" on "memory"."memory_discovery_targets" using btree ("tenant_id", "target_type");

create index "memory_discovery_targets_status_idx" on "memory"."memory_discovery_targets" using btree ("tenant_id", "status");

create index "memory_discovery_targets_discovery_priority_idx" on "memory"."memory_discovery_targets" using btree ("tenant_id", "discovery_priority");

create index "memory_discovery_targets_last_scan_at_idx" on "memory"."memory_discovery_targets" using btree ("tenant_id", "last_scan_at");

create index "memory_discovery_targets_search_idx" on "memory"."memory_discovery_targets" using gin (("catalog".search_words("target_name", "target_id", "target_url")));

comment on table "memory"."memory_discovery_targets" is 'A source outside that is scanned for news: where it is, how often, and what was found.';

comment on column "memory"."memory_discovery_targets"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_discovery_targets"."id" is 'The row''s own id.';

comment on column "memory"."memory_discovery_targets"."target_id" is 'The target''s own code; the natural key of the row.';

comment on column "memory"."memory_discovery_targets"."target_name" is 'What it is called.';

comment on column "memory"."memory_discovery_targets"."target_type" is 'What sort of source it is.';

comment on column "memory"."memory_discovery_targets"."target_url" is 'Where it is.';

comment on column "memory"."memory_discovery_targets"."discovery_priority" is 'Its place when several are due; 1 comes first.';

comment on column "memory"."memory_discovery_targets"."scan_frequency" is 'How often it is scanned.';

comment on column "memory"."memory_discovery_targets"."status" is 'Whether it is scanned.';

comment on column "memory"."memory_discovery_targets"."last_scan_at" is 'When it was last scanned.';

comment on column "memory"."memory_discovery_targets"."next_scan_at" is 'When it is next due.';

comment on column "memory"."memory_discovery_targets"."items_discovered" is 'Items found so far.';

comment on column "memory"."memory_discovery_targets"."items_ingested" is 'Items taken in so far.';

comment on column "memory"."memory_discovery_targets"."error_count" is 'Scans that failed.';

comment on column "memory"."memory_discovery_targets"."last_error" is 'What the last failure said.';

comment on column "memory"."memory_discovery_targets"."authentication" is 'What it takes to be let in; never shown.';

comment on column "memory"."memory_discovery_targets"."filters" is 'What of it is wanted.';

comment on column "memory"."memory_discovery_targets"."metadata_mapping" is 'Which of its fields goes where.';

comment on column "memory"."memory_discovery_targets"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_discovery_targets"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_discovery_targets"."notes" is 'Free remarks.';

comment on column "memory"."memory_discovery_targets"."created_at" is 'When the row was made.';

comment on column "memory"."memory_discovery_targets"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_discovery_targets"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_documents" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "file_path" text not null,
    "title" text,
    "authors" jsonb default '[]'::jsonb not null,
    "source_type" text default 'custom'::text not null,
    "summary" text,
    "key_topics" jsonb default '[]'::jsonb not null,
    "token_count" integer default '0'::integer not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "risk_level" text default 'low'::text not null,
    "last_synced_at" timestamp with time zone,
    "ingestion_pipeline_id" text,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_documents" add constraint "memory_documents_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_documents" add constraint "memory_documents_file_path_key" unique ("tenant_id", "file_path");

alter table "memory"."memory_documents" add constraint "memory_documents_authors_shape" check ("catalog".matches_shape("authors", '{"type":"array"}'::jsonb));

alter table "memory"."memory_documents" add constraint "memory_documents_source_type_one_of" check ("source_type" in ('book'::text, 'report'::text, 'policy'::text, 'article'::text, 'transcript'::text, 'custom'::text));

alter table "memory"."memory_documents" add constraint "memory_documents_key_topics_shape" check ("catalog".matches_shape("key_topics", '{"type":"array"}'::jsonb));

alter table "memory"."memory_documents" add constraint "memory_documents_token_count_range" check ("token_count" >= 0);

alter table "memory"."memory_documents" add constraint "memory_documents_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_documents" add constraint "memory_documents_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_documents" add constraint "memory_documents_tenant_present" check (tenant_id <> '');

create index "memory_documents_source_type_idx" on "memory"."memory_documents" using btree ("tenant_id", "source_type");

create index "memory_documents_risk_level_idx" on "memory"."memory_documents" using btree ("tenant_id", "risk_level");

create index "memory_documents_trust_score_last_synced_at_idx" on "memory"."memory_documents" using btree ("tenant_id", "trust_score", "last_synced_at");

create index "memory_documents_key_topics_gin_idx" on "memory"."memory_documents" using gin ("key_topics");

create index "memory_documents_search_idx" on "memory"."memory_documents" using gin (("catalog".search_words("title", "summary", "file_path")));

comment on table "memory"."memory_documents" is 'A document that was read: where it lies, what it says in short, and how far it is trusted.';

comment on column "memory"."memory_documents"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_documents"."id" is 'The row''s own id.';

comment on column "memory"."memory_documents"."file_path" is 'Where the file lies; the natural key of the row.';

comment on column "memory"."memory_documents"."title" is 'The document''s title.';

comment on column "memory"."memory_documents"."authors" is 'Who wrote it, as a list of names.';

comment on column "memory"."memory_documents"."source_type" is 'What sort of writing it is.';

comment on column "memory"."memory_documents"."summary" is 'What it says, in a few sentences.';

comment on column "memory"."memory_documents"."key_topics" is 'Its topics, as a list of words.';

comment on column "memory"."memory_documents"."token_count" is 'How long it is for a model.';

comment on column "memory"."memory_documents"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_documents"."risk_level" is 'The risk of acting on it.';

comment on column "memory"."memory_documents"."last_synced_at" is 'When the row was last compared with the file.';

comment on column "memory"."memory_documents"."ingestion_pipeline_id" is 'The pipeline that read it in.';

comment on column "memory"."memory_documents"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_documents"."notes" is 'Free remarks.';

comment on column "memory"."memory_documents"."created_at" is 'When the row was made.';

comment on column "memory"."memory_documents"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_documents"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_execution_logs" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "execution_id" text not null,
    "command_type" text not null,
    "component" text not null,
    "parameters" jsonb default '{}'::jsonb not null,
    "status" text not null,
    "started_at" timestamp with time zone not null,
    "completed_at" timestamp with time zone,
    "duration_ms" integer default '0'::integer not null,
    "exit_code" integer,
    "stdout_path" text,
    "stderr_path" text,
    "error_message" text,
    "stack_trace" text,
    "resource_usage" jsonb,
    "triggered_by" text,
    "post_mortem_findings" jsonb,
    "remediation_applied" boolean default 'false'::boolean not null,
    "linked_playbook_id" text,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_execution_logs" add constraint "memory_execution_logs_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_execution_logs" add constraint "memory_execution_logs_execution_id_key" unique ("tenant_id", "execution_id");

alter table "memory"."memory_execution_logs" add constraint "memory_execution_logs_parameters_shape" check ("catalog".matches_shape("parameters", '{"type":"object"}'::jsonb));

alter table "memory"."memory_execution_logs" add constraint "memory_execution_logs_status_one_of" check ("status" in ('pending'::text, 'running'::text, 'success'::text, 'failed'::text, 'timeout'::text, 'cancelled'::text));

alter table "memory"."memory_execution_logs" add constraint "memory_execution_logs_duration_ms_range" check ("duration_ms" >= 0);

alter table "memory"."memory_execution_logs" add constraint "memory_execution_logs_tenant_present" check (tenant_id <> '');

create index "memory_execution_logs_status_idx" on "memory"."memory_execution_logs" using btree ("tenant_id", "status");

create index "memory_execution_logs_component_idx" on "memory"."memory_execution_logs" using btree ("tenant_id", "component");

create index "memory_execution_logs_started_at_idx" on "memory"."memory_execution_logs" using btree ("tenant_id", "started_at");

create index "memory_execution_logs_command_type_idx" on "memory"."memory_execution_logs" using btree ("tenant_id", "command_type");

create index "memory_execution_logs_linked_playbook_id_part_idx" on "memory"."memory_execution_logs" using btree ("tenant_id", "linked_playbook_id") where linked_playbook_id is not null;

create index "memory_execution_logs_search_idx" on "memory"."memory_execution_logs" using gin (("catalog".search_words("execution_id", "error_message", "component")));

comment on table "memory"."memory_execution_logs" is 'One run of a command: how it went, how long it took, and what was learned from it.';

comment on column "memory"."memory_execution_logs"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_execution_logs"."id" is 'The row''s own id.';

comment on column "memory"."memory_execution_logs"."execution_id" is 'The run''s own code; the natural key of the row.';

comment on column "memory"."memory_execution_logs"."command_type" is 'What sort of command it was.';

comment on column "memory"."memory_execution_logs"."component" is 'The component that ran it.';

comment on column "memory"."memory_execution_logs"."parameters" is 'What it was given.';

comment on column "memory"."memory_execution_logs"."status" is 'Where it stands.';

comment on column "memory"."memory_execution_logs"."started_at" is 'When it began.';

comment on column "memory"."memory_execution_logs"."completed_at" is 'When it ended.';

comment on column "memory"."memory_execution_logs"."duration_ms" is 'How long it took.';

comment on column "memory"."memory_execution_logs"."exit_code" is 'What it returned.';

comment on column "memory"."memory_execution_logs"."stdout_path" is 'Where its output lies.';

comment on column "memory"."memory_execution_logs"."stderr_path" is 'Where its errors lie.';

comment on column "memory"."memory_execution_logs"."error_message" is 'What the failure said.';

comment on column "memory"."memory_execution_logs"."stack_trace" is 'Where in the program it failed.';

comment on column "memory"."memory_execution_logs"."resource_usage" is 'What it used of memory, time and disk.';

comment on column "memory"."memory_execution_logs"."triggered_by" is 'Who or what started it.';

comment on column "memory"."memory_execution_logs"."post_mortem_findings" is 'What was learned from it afterwards.';

comment on column "memory"."memory_execution_logs"."remediation_applied" is 'Whether its cause was mended.';

comment on column "memory"."memory_execution_logs"."linked_playbook_id" is 'The playbook that ran, by its name.';

comment on column "memory"."memory_execution_logs"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_execution_logs"."notes" is 'Free remarks.';

comment on column "memory"."memory_execution_logs"."created_at" is 'When the row was made.';

comment on column "memory"."memory_execution_logs"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_execution_logs"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_feedback_tickets" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "ticket_id" text not null,
    "ticket_type" text not null,
    "title" text not null,
    "description" text not null,
    "priority" text default 'medium'::text not null,
    "status" text default 'open'::text not null,
    "reporter" text not null,
    "assigned_to" text,
    "affected_component" text,
    "steps_to_reproduce" text,
    "resolution_steps" jsonb default '[]'::jsonb not null,
    "root_cause" text,
    "knowledge_base_links" jsonb default '[]'::jsonb not null,
    "linked_work_orders" jsonb default '[]'::jsonb not null,
    "created_at" timestamp with time zone default (now()) not null,
    "resolved_at" timestamp with time zone,
    "resolution_time_hours" double precision generated always as (coalesce(extract(epoch from (resolved_at - created_at))::double precision / 3600, 0.0)) stored not null,
    "user_satisfaction" integer,
    "tags" jsonb default '[]'::jsonb not null,
    "governance_stamp" jsonb,
    "notes" text,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_ticket_id_key" unique ("tenant_id", "ticket_id");

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_ticket_type_one_of" check ("ticket_type" in ('bug'::text, 'feature_request'::text, 'question'::text, 'feedback'::text, 'incident'::text));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_priority_one_of" check ("priority" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_status_one_of" check ("status" in ('open'::text, 'assigned'::text, 'in_progress'::text, 'resolved'::text, 'closed'::text, 'wont_fix'::text));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_resolution_steps_shape" check ("catalog".matches_shape("resolution_steps", '{"type":"array"}'::jsonb));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_knowledge_base_links_shape" check ("catalog".matches_shape("knowledge_base_links", '{"type":"array"}'::jsonb));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_linked_work_orders_shape" check ("catalog".matches_shape("linked_work_orders", '{"type":"array"}'::jsonb));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_tags_shape" check ("catalog".matches_shape("tags", '{"type":"array"}'::jsonb));

alter table "memory"."memory_feedback_tickets" add constraint "memory_feedback_tickets_tenant_present" check (tenant_id <> '');

create index "memory_feedback_tickets_status_idx" on "memory"."memory_feedback_tickets" using btree ("tenant_id", "status");

create index "memory_feedback_tickets_priority_idx" on "memory"."memory_feedback_tickets" using btree ("tenant_id", "priority");

create index "memory_feedback_tickets_ticket_type_idx" on "memory"."memory_feedback_tickets" using btree ("tenant_id", "ticket_type");

create index "memory_feedback_tickets_created_at_idx" on "memory"."memory_feedback_tickets" using btree ("tenant_id", "created_at");

create index "memory_feedback_tickets_assigned_to_idx" on "memory"."memory_feedback_tickets" using btree ("tenant_id", "assigned_to");

create index "memory_feedback_tickets_search_idx" on "memory"."memory_feedback_tickets" using gin (("catalog".search_words("title", "description", "ticket_id")));

comment on table "memory"."memory_feedback_tickets" is 'What a user reported or asked for, and how it was resolved.';

comment on column "memory"."memory_feedback_tickets"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_feedback_tickets"."id" is 'The row''s own id.';

comment on column "memory"."memory_feedback_tickets"."ticket_id" is 'The ticket''s own code; the natural key of the row.';

comment on column "memory"."memory_feedback_tickets"."ticket_type" is 'What sort of report it is.';

comment on column "memory"."memory_feedback_tickets"."title" is 'What it is about, in a line.';

comment on column "memory"."memory_feedback_tickets"."description" is 'What was said.';

comment on column "memory"."memory_feedback_tickets"."priority" is 'How soon it is needed.';

comment on column "memory"."memory_feedback_tickets"."status" is 'Where it stands.';

comment on column "memory"."memory_feedback_tickets"."reporter" is 'Who reported it.';

comment on column "memory"."memory_feedback_tickets"."assigned_to" is 'Who takes care of it.';

comment on column "memory"."memory_feedback_tickets"."affected_component" is 'The component that it concerns.';

comment on column "memory"."memory_feedback_tickets"."steps_to_reproduce" is 'How to see the fault.';

comment on column "memory"."memory_feedback_tickets"."resolution_steps" is 'What was done.';

comment on column "memory"."memory_feedback_tickets"."root_cause" is 'What was behind it.';

comment on column "memory"."memory_feedback_tickets"."knowledge_base_links" is 'Where more is written about it.';

comment on column "memory"."memory_feedback_tickets"."linked_work_orders" is 'The work orders that came of it.';

comment on column "memory"."memory_feedback_tickets"."created_at" is 'When it was reported.';

comment on column "memory"."memory_feedback_tickets"."resolved_at" is 'When it was resolved.';

comment on column "memory"."memory_feedback_tickets"."resolution_time_hours" is 'How long it took from report to resolution, 0 while it is open; computed.';

comment on column "memory"."memory_feedback_tickets"."user_satisfaction" is 'How content the reporter was.';

comment on column "memory"."memory_feedback_tickets"."tags" is 'Words to find it by.';

comment on column "memory"."memory_feedback_tickets"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_feedback_tickets"."notes" is 'Free remarks.';

comment on column "memory"."memory_feedback_tickets"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_feedback_tickets"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_governance_decisions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "decision_id" text not null,
    "decision_type" text not null,
    "subject" text not null,
    "context" text,
    "policy_references" jsonb default '[]'::jsonb not null,
    "risk_level" text not null,
    "decision_maker" text not null,
    "decision_outcome" text not null,
    "reasoning" text,
    "conditions" jsonb,
    "expiration_date" timestamp with time zone,
    "affected_components" jsonb default '[]'::jsonb not null,
    "requires_review" boolean default 'false'::boolean not null,
    "review_date" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "audit_stamp" jsonb not null,
    "notes" text,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_decision_id_key" unique ("tenant_id", "decision_id");

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_decision_type_one_of" check ("decision_type" in ('approval'::text, 'denial'::text, 'delegation'::text, 'escalation'::text));

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_policy_references_shape" check ("catalog".matches_shape("policy_references", '{"type":"array"}'::jsonb));

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_decision_outcome_one_of" check ("decision_outcome" in ('approved'::text, 'denied'::text, 'deferred'::text, 'escalated'::text));

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_affected_components_shape" check ("catalog".matches_shape("affected_components", '{"type":"array"}'::jsonb));

alter table "memory"."memory_governance_decisions" add constraint "memory_governance_decisions_tenant_present" check (tenant_id <> '');

create index "memory_governance_decisions_decision_type_idx" on "memory"."memory_governance_decisions" using btree ("tenant_id", "decision_type");

create index "memory_governance_decisions_risk_level_idx" on "memory"."memory_governance_decisions" using btree ("tenant_id", "risk_level");

create index "memory_governance_decisions_decision_outcome_idx" on "memory"."memory_governance_decisions" using btree ("tenant_id", "decision_outcome");

create index "memory_governance_decisions_created_at_idx" on "memory"."memory_governance_decisions" using btree ("tenant_id", "created_at");

create index "memory_governance_decisions_decision_maker_idx" on "memory"."memory_governance_decisions" using btree ("tenant_id", "decision_maker");

create index "memory_governance_decisions_booked_xid_idx" on "memory"."memory_governance_decisions" (booked_xid);

comment on table "memory"."memory_governance_decisions" is 'A decision of governance, kept for good: who allowed or denied what, and why. A review of it is another decision.';

comment on column "memory"."memory_governance_decisions"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_governance_decisions"."id" is 'The row''s own id.';

comment on column "memory"."memory_governance_decisions"."decision_id" is 'The decision''s own code; the natural key of the row.';

comment on column "memory"."memory_governance_decisions"."decision_type" is 'What sort of decision it is.';

comment on column "memory"."memory_governance_decisions"."subject" is 'What was decided about.';

comment on column "memory"."memory_governance_decisions"."context" is 'What led to it.';

comment on column "memory"."memory_governance_decisions"."policy_references" is 'The policies that it rests on.';

comment on column "memory"."memory_governance_decisions"."risk_level" is 'The risk of what was decided.';

comment on column "memory"."memory_governance_decisions"."decision_maker" is 'Who decided.';

comment on column "memory"."memory_governance_decisions"."decision_outcome" is 'What was decided.';

comment on column "memory"."memory_governance_decisions"."reasoning" is 'Why.';

comment on column "memory"."memory_governance_decisions"."conditions" is 'What must be kept to for it to hold.';

comment on column "memory"."memory_governance_decisions"."expiration_date" is 'Until when it holds.';

comment on column "memory"."memory_governance_decisions"."affected_components" is 'What it touches.';

comment on column "memory"."memory_governance_decisions"."requires_review" is 'Whether it must be looked at again.';

comment on column "memory"."memory_governance_decisions"."review_date" is 'When it must be looked at again.';

comment on column "memory"."memory_governance_decisions"."created_at" is 'When it was taken.';

comment on column "memory"."memory_governance_decisions"."audit_stamp" is 'Who, when, the policy and the checksum of what was decided; never changes.';

comment on column "memory"."memory_governance_decisions"."notes" is 'Free remarks.';

comment on column "memory"."memory_governance_decisions"."booked_at" is 'When the row was booked.';

comment on column "memory"."memory_governance_decisions"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "memory"."memory_insights" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "file_path" text,
    "context_table" text,
    "context_row_id" uuid,
    "insight_type" text default 'summary'::text not null,
    "content" text not null,
    "generated_by" text default 'grace'::text not null,
    "confidence" double precision default '0.0'::double precision not null,
    "created_at" timestamp with time zone default (now()) not null,
    "tags" jsonb default '[]'::jsonb not null,
    "follow_up_actions" jsonb default '[]'::jsonb not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_insights" add constraint "memory_insights_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_insights" add constraint "memory_insights_insight_type_one_of" check ("insight_type" in ('summary'::text, 'note'::text, 'question'::text, 'recommendation'::text, 'alert'::text, 'other'::text));

alter table "memory"."memory_insights" add constraint "memory_insights_generated_by_one_of" check ("generated_by" in ('human'::text, 'grace'::text, 'other_agent'::text));

alter table "memory"."memory_insights" add constraint "memory_insights_confidence_range" check ("confidence" >= 0 and "confidence" <= 1);

alter table "memory"."memory_insights" add constraint "memory_insights_tags_shape" check ("catalog".matches_shape("tags", '{"type":"array"}'::jsonb));

alter table "memory"."memory_insights" add constraint "memory_insights_follow_up_actions_shape" check ("catalog".matches_shape("follow_up_actions", '{"type":"array"}'::jsonb));

alter table "memory"."memory_insights" add constraint "memory_insights_tenant_present" check (tenant_id <> '');

alter table "memory"."memory_insights" add constraint "memory_insights_subject_whole" check (("context_table" is null) = ("context_row_id" is null));

create index "memory_insights_file_path_idx" on "memory"."memory_insights" using btree ("tenant_id", "file_path");

create index "memory_insights_insight_type_idx" on "memory"."memory_insights" using btree ("tenant_id", "insight_type");

create index "memory_insights_created_at_idx" on "memory"."memory_insights" using btree ("tenant_id", "created_at");

create index "memory_insights_search_idx" on "memory"."memory_insights" using gin (("catalog".search_words("content", "file_path")));

comment on table "memory"."memory_insights" is 'Something learned from other rows: a summary, a question, a recommendation or an alert.';

comment on column "memory"."memory_insights"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_insights"."id" is 'The row''s own id.';

comment on column "memory"."memory_insights"."file_path" is 'The file that it is about.';

comment on column "memory"."memory_insights"."context_table" is 'The table of the row that it is about.';

comment on column "memory"."memory_insights"."context_row_id" is 'The key of the row that it is about.';

comment on column "memory"."memory_insights"."insight_type" is 'What sort of insight it is.';

comment on column "memory"."memory_insights"."content" is 'What was learned.';

comment on column "memory"."memory_insights"."generated_by" is 'Who found it.';

comment on column "memory"."memory_insights"."confidence" is 'How sure its author is, from 0 to 1.';

comment on column "memory"."memory_insights"."created_at" is 'When it was found.';

comment on column "memory"."memory_insights"."tags" is 'Words to find it by.';

comment on column "memory"."memory_insights"."follow_up_actions" is 'What should be done because of it.';

comment on column "memory"."memory_insights"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_insights"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_llm_prompts" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "prompt_id" text not null,
    "prompt_name" text not null,
    "category" text default 'other'::text not null,
    "prompt_template" text not null,
    "parameters" jsonb default '{}'::jsonb not null,
    "use_cases" jsonb default '[]'::jsonb not null,
    "target_models" jsonb default '[]'::jsonb not null,
    "performance_metrics" jsonb,
    "total_uses" integer default '0'::integer not null,
    "successful_uses" integer default '0'::integer not null,
    "avg_tokens" integer default '0'::integer not null,
    "avg_latency_ms" integer default '0'::integer not null,
    "quality_score" double precision default '0.0'::double precision not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "version" text default '1.0.0'::text not null,
    "created_by" text default 'grace'::text not null,
    "last_used_at" timestamp with time zone,
    "is_public" boolean default 'false'::boolean not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_prompt_id_key" unique ("tenant_id", "prompt_id");

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_category_one_of" check ("category" in ('analysis'::text, 'generation'::text, 'summarization'::text, 'extraction'::text, 'classification'::text, 'other'::text));

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_parameters_shape" check ("catalog".matches_shape("parameters", '{"type":"object"}'::jsonb));

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_use_cases_shape" check ("catalog".matches_shape("use_cases", '{"type":"array"}'::jsonb));

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_target_models_shape" check ("catalog".matches_shape("target_models", '{"type":"array"}'::jsonb));

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_total_uses_range" check ("total_uses" >= 0);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_successful_uses_range" check ("successful_uses" >= 0);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_avg_tokens_range" check ("avg_tokens" >= 0);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_avg_latency_ms_range" check ("avg_latency_ms" >= 0);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_quality_score_range" check ("quality_score" >= 0 and "quality_score" <= 1);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_llm_prompts" add constraint "memory_llm_prompts_tenant_present" check (tenant_id <> '');

create index "memory_llm_prompts_category_idx" on "memory"."memory_llm_prompts" using btree ("tenant_id", "category");

create index "memory_llm_prompts_quality_score_idx" on "memory"."memory_llm_prompts" using btree ("tenant_id", "quality_score");

create index "memory_llm_prompts_total_uses_idx" on "memory"."memory_llm_prompts" using btree ("tenant_id", "total_uses");

create index "memory_llm_prompts_search_idx" on "memory"."memory_llm_prompts" using gin (("catalog".search_words("prompt_name", "prompt_template", "prompt_id")));

comment on table "memory"."memory_llm_prompts" is 'A prompt worth keeping: its text, what it is for, and how well it does.';

comment on column "memory"."memory_llm_prompts"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_llm_prompts"."id" is 'The row''s own id.';

comment on column "memory"."memory_llm_prompts"."prompt_id" is 'The prompt''s own code; the natural key of the row.';

comment on column "memory"."memory_llm_prompts"."prompt_name" is 'What it is called.';

comment on column "memory"."memory_llm_prompts"."category" is 'What it makes a model do.';

comment on column "memory"."memory_llm_prompts"."prompt_template" is 'Its text, with places for parameters.';

comment on column "memory"."memory_llm_prompts"."parameters" is 'The parameters, each with its meaning.';

comment on column "memory"."memory_llm_prompts"."use_cases" is 'What it is good for.';

comment on column "memory"."memory_llm_prompts"."target_models" is 'The models that it was written for.';

comment on column "memory"."memory_llm_prompts"."performance_metrics" is 'How it was measured.';

comment on column "memory"."memory_llm_prompts"."total_uses" is 'How often it was used.';

comment on column "memory"."memory_llm_prompts"."successful_uses" is 'How often it did its work.';

comment on column "memory"."memory_llm_prompts"."avg_tokens" is 'Tokens of a use on average.';

comment on column "memory"."memory_llm_prompts"."avg_latency_ms" is 'How long a use takes on average.';

comment on column "memory"."memory_llm_prompts"."quality_score" is 'How good its answers are, from 0 to 1.';

comment on column "memory"."memory_llm_prompts"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_llm_prompts"."version" is 'Its version.';

comment on column "memory"."memory_llm_prompts"."created_by" is 'Who wrote it.';

comment on column "memory"."memory_llm_prompts"."last_used_at" is 'When it was last used.';

comment on column "memory"."memory_llm_prompts"."is_public" is 'Whether everybody may use it.';

comment on column "memory"."memory_llm_prompts"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_llm_prompts"."notes" is 'Free remarks.';

comment on column "memory"."memory_llm_prompts"."created_at" is 'When the row was made.';

comment on column "memory"."memory_llm_prompts"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_llm_prompts"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_media" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "file_path" text not null,
    "media_type" text not null,
    "duration_seconds" integer default '0'::integer not null,
    "transcript_path" text,
    "ocr_summary" text,
    "key_topics" jsonb default '[]'::jsonb not null,
    "speakers" jsonb default '[]'::jsonb not null,
    "embeddings_path" text,
    "trust_score" double precision default '0.0'::double precision not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_media" add constraint "memory_media_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_media" add constraint "memory_media_file_path_key" unique ("tenant_id", "file_path");

alter table "memory"."memory_media" add constraint "memory_media_media_type_one_of" check ("media_type" in ('audio'::text, 'video'::text, 'image'::text));

alter table "memory"."memory_media" add constraint "memory_media_duration_seconds_range" check ("duration_seconds" >= 0);

alter table "memory"."memory_media" add constraint "memory_media_key_topics_shape" check ("catalog".matches_shape("key_topics", '{"type":"array"}'::jsonb));

alter table "memory"."memory_media" add constraint "memory_media_speakers_shape" check ("catalog".matches_shape("speakers", '{"type":"array"}'::jsonb));

alter table "memory"."memory_media" add constraint "memory_media_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_media" add constraint "memory_media_tenant_present" check (tenant_id <> '');

create index "memory_media_media_type_idx" on "memory"."memory_media" using btree ("tenant_id", "media_type");

create index "memory_media_search_idx" on "memory"."memory_media" using gin (("catalog".search_words("file_path", "ocr_summary")));

comment on table "memory"."memory_media" is 'A recording or picture: its length, its transcript and what it is about.';

comment on column "memory"."memory_media"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_media"."id" is 'The row''s own id.';

comment on column "memory"."memory_media"."file_path" is 'Where the file lies; the natural key of the row.';

comment on column "memory"."memory_media"."media_type" is 'What sort of file it is.';

comment on column "memory"."memory_media"."duration_seconds" is 'How long it plays.';

comment on column "memory"."memory_media"."transcript_path" is 'Where its transcript lies.';

comment on column "memory"."memory_media"."ocr_summary" is 'What is written in the picture, in short.';

comment on column "memory"."memory_media"."key_topics" is 'Its topics, as a list of words.';

comment on column "memory"."memory_media"."speakers" is 'Who speaks in it.';

comment on column "memory"."memory_media"."embeddings_path" is 'Where its embeddings lie.';

comment on column "memory"."memory_media"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_media"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_media"."notes" is 'Free remarks.';

comment on column "memory"."memory_media"."created_at" is 'When the row was made.';

comment on column "memory"."memory_media"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_media"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_self_healing_playbooks" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "playbook_name" text not null,
    "description" text,
    "trigger_conditions" jsonb default '[]'::jsonb not null,
    "actions" jsonb default '[]'::jsonb not null,
    "target_components" jsonb default '[]'::jsonb not null,
    "success_rate" double precision generated always as (case when total_runs > 0 then successful_runs::double precision / total_runs else 0.0 end) stored not null,
    "total_runs" integer default '0'::integer not null,
    "successful_runs" integer default '0'::integer not null,
    "last_used_at" timestamp with time zone,
    "avg_execution_time_ms" integer generated always as (case when total_runs > 0 then (total_execution_time_ms / total_runs)::integer else 0 end) stored not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "risk_level" text default 'medium'::text not null,
    "requires_approval" boolean default 'false'::boolean not null,
    "created_by" text default 'grace'::text not null,
    "governance_stamp" jsonb,
    "notes" text,
    "total_execution_time_ms" bigint default '0'::bigint not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_playbook_name_key" unique ("tenant_id", "playbook_name");

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_actions_shape" check ("catalog".matches_shape("actions", '{"type":"array"}'::jsonb));

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_target_components_shape" check ("catalog".matches_shape("target_components", '{"type":"array"}'::jsonb));

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_total_runs_range" check ("total_runs" >= 0);

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_successful_runs_range" check ("successful_runs" >= 0);

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_total_execution_time_ms_range" check ("total_execution_time_ms" >= 0);

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_tenant_present" check (tenant_id <> '');

alter table "memory"."memory_self_healing_playbooks" add constraint "memory_self_healing_playbooks_successes_are_runs_check" check (successful_runs <= total_runs);

create index "memory_self_healing_playbooks_success_rate_idx" on "memory"."memory_self_healing_playbooks" using btree ("tenant_id", "success_rate");

create index "memory_self_healing_playbooks_last_used_at_idx" on "memory"."memory_self_healing_playbooks" using btree ("tenant_id", "last_used_at");

create index "memory_self_healing_playbooks_trust_score_idx" on "memory"."memory_self_healing_playbooks" using btree ("tenant_id", "trust_score");

create index "memory_self_healing_playbooks_trigger_conditions_gin_idx" on "memory"."memory_self_healing_playbooks" using gin ("trigger_conditions");

create index "memory_self_healing_playbooks_search_idx" on "memory"."memory_self_healing_playbooks" using gin (("catalog".search_words("playbook_name", "description")));

comment on table "memory"."memory_self_healing_playbooks" is 'A remedy for a known fault: what calls for it, what it does, and how often it helped.';

comment on column "memory"."memory_self_healing_playbooks"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_self_healing_playbooks"."id" is 'The row''s own id.';

comment on column "memory"."memory_self_healing_playbooks"."playbook_name" is 'What it is called; the natural key of the row.';

comment on column "memory"."memory_self_healing_playbooks"."description" is 'What it mends.';

comment on column "memory"."memory_self_healing_playbooks"."trigger_conditions" is 'What calls for it, as conditions over an event.';

comment on column "memory"."memory_self_healing_playbooks"."actions" is 'What it does, step by step.';

comment on column "memory"."memory_self_healing_playbooks"."target_components" is 'The components that it may touch.';

comment on column "memory"."memory_self_healing_playbooks"."success_rate" is 'The share of its runs that succeeded, from 0 to 1; computed.';

comment on column "memory"."memory_self_healing_playbooks"."total_runs" is 'How many of its runs came to an end; counted from memory_execution_logs.';

comment on column "memory"."memory_self_healing_playbooks"."successful_runs" is 'How many of them succeeded; counted from memory_execution_logs.';

comment on column "memory"."memory_self_healing_playbooks"."last_used_at" is 'When its latest run began; taken from memory_execution_logs.';

comment on column "memory"."memory_self_healing_playbooks"."avg_execution_time_ms" is 'How long a run takes on average; computed.';

comment on column "memory"."memory_self_healing_playbooks"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_self_healing_playbooks"."risk_level" is 'The risk of letting it run.';

comment on column "memory"."memory_self_healing_playbooks"."requires_approval" is 'Whether a person must agree to each run.';

comment on column "memory"."memory_self_healing_playbooks"."created_by" is 'Who wrote it.';

comment on column "memory"."memory_self_healing_playbooks"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_self_healing_playbooks"."notes" is 'Free remarks.';

comment on column "memory"."memory_self_healing_playbooks"."total_execution_time_ms" is 'How long its finished runs took together; counted from memory_execution_logs.';

comment on column "memory"."memory_self_healing_playbooks"."created_at" is 'When the row was made.';

comment on column "memory"."memory_self_healing_playbooks"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_self_healing_playbooks"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_sop_manuals" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "sop_id" text not null,
    "title" text not null,
    "category" text default 'operations'::text not null,
    "version" text not null,
    "status" text default 'draft'::text not null,
    "content_path" text not null,
    "procedures" jsonb default '[]'::jsonb not null,
    "required_approvers" jsonb default '[]'::jsonb not null,
    "approval_signatures" jsonb default '[]'::jsonb not null,
    "last_reviewed_at" timestamp with time zone,
    "next_review_date" timestamp with time zone,
    "review_frequency_days" integer default '90'::integer not null,
    "affected_systems" jsonb default '[]'::jsonb not null,
    "compliance_frameworks" jsonb default '[]'::jsonb not null,
    "training_required" boolean default 'false'::boolean not null,
    "trained_users" jsonb default '[]'::jsonb not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_sop_id_key" unique ("tenant_id", "sop_id");

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_category_one_of" check ("category" in ('operations'::text, 'security'::text, 'deployment'::text, 'incident_response'::text, 'onboarding'::text, 'other'::text));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_status_one_of" check ("status" in ('draft'::text, 'review'::text, 'approved'::text, 'active'::text, 'deprecated'::text));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_procedures_shape" check ("catalog".matches_shape("procedures", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_required_approvers_shape" check ("catalog".matches_shape("required_approvers", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_approval_signatures_shape" check ("catalog".matches_shape("approval_signatures", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_review_frequency_days_range" check ("review_frequency_days" >= 1);

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_affected_systems_shape" check ("catalog".matches_shape("affected_systems", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_compliance_frameworks_shape" check ("catalog".matches_shape("compliance_frameworks", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_trained_users_shape" check ("catalog".matches_shape("trained_users", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_sop_manuals" add constraint "memory_sop_manuals_tenant_present" check (tenant_id <> '');

create index "memory_sop_manuals_category_idx" on "memory"."memory_sop_manuals" using btree ("tenant_id", "category");

create index "memory_sop_manuals_status_idx" on "memory"."memory_sop_manuals" using btree ("tenant_id", "status");

create index "memory_sop_manuals_next_review_date_idx" on "memory"."memory_sop_manuals" using btree ("tenant_id", "next_review_date");

create index "memory_sop_manuals_search_idx" on "memory"."memory_sop_manuals" using gin (("catalog".search_words("title", "sop_id")));

comment on table "memory"."memory_sop_manuals" is 'A standard procedure: its steps, who approves it, and when it must be reviewed.';

comment on column "memory"."memory_sop_manuals"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_sop_manuals"."id" is 'The row''s own id.';

comment on column "memory"."memory_sop_manuals"."sop_id" is 'The procedure''s own code; the natural key of the row.';

comment on column "memory"."memory_sop_manuals"."title" is 'What it is called.';

comment on column "memory"."memory_sop_manuals"."category" is 'The kind of work that it belongs to.';

comment on column "memory"."memory_sop_manuals"."version" is 'Its version.';

comment on column "memory"."memory_sop_manuals"."status" is 'Where it stands.';

comment on column "memory"."memory_sop_manuals"."content_path" is 'Where its text lies.';

comment on column "memory"."memory_sop_manuals"."procedures" is 'Its steps.';

comment on column "memory"."memory_sop_manuals"."required_approvers" is 'Who must agree to it.';

comment on column "memory"."memory_sop_manuals"."approval_signatures" is 'Who has agreed, and when.';

comment on column "memory"."memory_sop_manuals"."last_reviewed_at" is 'When it was last reviewed.';

comment on column "memory"."memory_sop_manuals"."next_review_date" is 'When it must be reviewed next.';

comment on column "memory"."memory_sop_manuals"."review_frequency_days" is 'How often it must be reviewed.';

comment on column "memory"."memory_sop_manuals"."affected_systems" is 'The systems that it concerns.';

comment on column "memory"."memory_sop_manuals"."compliance_frameworks" is 'The frameworks that ask for it.';

comment on column "memory"."memory_sop_manuals"."training_required" is 'Whether people must be trained in it.';

comment on column "memory"."memory_sop_manuals"."trained_users" is 'Who has been.';

comment on column "memory"."memory_sop_manuals"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_sop_manuals"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_sop_manuals"."notes" is 'Free remarks.';

comment on column "memory"."memory_sop_manuals"."created_at" is 'When the row was made.';

comment on column "memory"."memory_sop_manuals"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_sop_manuals"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_sub_agents" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "agent_id" text not null,
    "agent_name" text not null,
    "agent_type" text default 'worker'::text not null,
    "mission" text,
    "capabilities" jsonb default '[]'::jsonb not null,
    "constraints" jsonb default '{}'::jsonb not null,
    "status" text default 'idle'::text not null,
    "current_task" text,
    "tasks_completed" integer default '0'::integer not null,
    "tasks_failed" integer default '0'::integer not null,
    "success_rate" double precision generated always as (case when tasks_completed + tasks_failed > 0 then tasks_completed::double precision / (tasks_completed + tasks_failed) else 0.0 end) stored not null,
    "trust_score" double precision default '0.5'::double precision not null,
    "last_active_at" timestamp with time zone,
    "heartbeat_interval_sec" integer default '30'::integer not null,
    "parent_agent_id" text,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_agent_id_key" unique ("tenant_id", "agent_id");

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_agent_type_one_of" check ("agent_type" in ('shard'::text, 'specialist'::text, 'orchestrator'::text, 'worker'::text));

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_capabilities_shape" check ("catalog".matches_shape("capabilities", '{"type":"array"}'::jsonb));

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_constraints_shape" check ("catalog".matches_shape("constraints", '{"type":"object"}'::jsonb));

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_status_one_of" check ("status" in ('idle'::text, 'active'::text, 'busy'::text, 'error'::text, 'offline'::text));

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_tasks_completed_range" check ("tasks_completed" >= 0);

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_tasks_failed_range" check ("tasks_failed" >= 0);

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_heartbeat_interval_sec_range" check ("heartbeat_interval_sec" >= 1);

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_tenant_present" check (tenant_id <> '');

create index "memory_sub_agents_status_idx" on "memory"."memory_sub_agents" using btree ("tenant_id", "status");

create index "memory_sub_agents_agent_type_idx" on "memory"."memory_sub_agents" using btree ("tenant_id", "agent_type");

create index "memory_sub_agents_trust_score_idx" on "memory"."memory_sub_agents" using btree ("tenant_id", "trust_score");

create index "memory_sub_agents_last_active_at_idx" on "memory"."memory_sub_agents" using btree ("tenant_id", "last_active_at");

create index "memory_sub_agents_parent_agent_id_idx" on "memory"."memory_sub_agents" using btree ("tenant_id", "parent_agent_id");

create index "memory_sub_agents_search_idx" on "memory"."memory_sub_agents" using gin (("catalog".search_words("agent_id", "agent_name", "mission")));

comment on table "memory"."memory_sub_agents" is 'An agent as Grace knows it: its mission, what it can and may do, and how its tasks ended.';

comment on column "memory"."memory_sub_agents"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_sub_agents"."id" is 'The row''s own id.';

comment on column "memory"."memory_sub_agents"."agent_id" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "memory"."memory_sub_agents"."agent_name" is 'The name that people call it by.';

comment on column "memory"."memory_sub_agents"."agent_type" is 'Its part among the agents.';

comment on column "memory"."memory_sub_agents"."mission" is 'What it is there for.';

comment on column "memory"."memory_sub_agents"."capabilities" is 'What it can do.';

comment on column "memory"."memory_sub_agents"."constraints" is 'What it must not do.';

comment on column "memory"."memory_sub_agents"."status" is 'What it is doing now.';

comment on column "memory"."memory_sub_agents"."current_task" is 'The task in its hands.';

comment on column "memory"."memory_sub_agents"."tasks_completed" is 'Tasks that it brought to an end.';

comment on column "memory"."memory_sub_agents"."tasks_failed" is 'Tasks that failed.';

comment on column "memory"."memory_sub_agents"."success_rate" is 'The share of its tasks that succeeded, from 0 to 1; computed.';

comment on column "memory"."memory_sub_agents"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_sub_agents"."last_active_at" is 'When it last showed itself.';

comment on column "memory"."memory_sub_agents"."heartbeat_interval_sec" is 'How often it shows itself.';

comment on column "memory"."memory_sub_agents"."parent_agent_id" is 'The agent that it works under.';

comment on column "memory"."memory_sub_agents"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_sub_agents"."notes" is 'Free remarks.';

comment on column "memory"."memory_sub_agents"."created_at" is 'When the row was made.';

comment on column "memory"."memory_sub_agents"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_sub_agents"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_trigger_mesh" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "trigger_id" text not null,
    "trigger_name" text not null,
    "event_type" text not null,
    "publishers" jsonb default '[]'::jsonb not null,
    "subscribers" jsonb default '[]'::jsonb not null,
    "routing_rules" jsonb default '{}'::jsonb not null,
    "filter_conditions" jsonb,
    "enabled" boolean default 'true'::boolean not null,
    "priority" integer default '5'::integer not null,
    "retry_policy" jsonb default '{}'::jsonb not null,
    "timeout_ms" integer default '30000'::integer not null,
    "total_triggers" integer default '0'::integer not null,
    "successful_triggers" integer default '0'::integer not null,
    "failed_triggers" integer default '0'::integer not null,
    "last_triggered_at" timestamp with time zone,
    "avg_execution_time_ms" integer generated always as (case when total_triggers > 0 then (total_execution_time_ms / total_triggers)::integer else 0 end) stored not null,
    "trust_score" double precision default '0.5'::double precision not null,
    "governance_stamp" jsonb,
    "notes" text,
    "total_execution_time_ms" bigint default '0'::bigint not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_trigger_id_key" unique ("tenant_id", "trigger_id");

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_publishers_shape" check ("catalog".matches_shape("publishers", '{"type":"array"}'::jsonb));

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_subscribers_shape" check ("catalog".matches_shape("subscribers", '{"type":"array"}'::jsonb));

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_routing_rules_shape" check ("catalog".matches_shape("routing_rules", '{"type":"object"}'::jsonb));

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_retry_policy_shape" check ("catalog".matches_shape("retry_policy", '{"type":"object"}'::jsonb));

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_timeout_ms_range" check ("timeout_ms" >= 1);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_total_triggers_range" check ("total_triggers" >= 0);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_successful_triggers_range" check ("successful_triggers" >= 0);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_failed_triggers_range" check ("failed_triggers" >= 0);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_total_execution_time_ms_range" check ("total_execution_time_ms" >= 0);

alter table "memory"."memory_trigger_mesh" add constraint "memory_trigger_mesh_tenant_present" check (tenant_id <> '');

create index "memory_trigger_mesh_event_type_idx" on "memory"."memory_trigger_mesh" using btree ("tenant_id", "event_type");

create index "memory_trigger_mesh_enabled_idx" on "memory"."memory_trigger_mesh" using btree ("tenant_id", "enabled");

create index "memory_trigger_mesh_priority_idx" on "memory"."memory_trigger_mesh" using btree ("tenant_id", "priority");

create index "memory_trigger_mesh_trust_score_idx" on "memory"."memory_trigger_mesh" using btree ("tenant_id", "trust_score");

create index "memory_trigger_mesh_search_idx" on "memory"."memory_trigger_mesh" using gin (("catalog".search_words("trigger_name", "trigger_id", "event_type")));

comment on table "memory"."memory_trigger_mesh" is 'A rule that carries events of one type to its subscribers, with retries and a time limit.';

comment on column "memory"."memory_trigger_mesh"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_trigger_mesh"."id" is 'The row''s own id.';

comment on column "memory"."memory_trigger_mesh"."trigger_id" is 'The rule''s own code; the natural key of the row.';

comment on column "memory"."memory_trigger_mesh"."trigger_name" is 'What it is called.';

comment on column "memory"."memory_trigger_mesh"."event_type" is 'The type of event that it carries.';

comment on column "memory"."memory_trigger_mesh"."publishers" is 'Whose events it takes; empty takes everybody''s.';

comment on column "memory"."memory_trigger_mesh"."subscribers" is 'Who receives them.';

comment on column "memory"."memory_trigger_mesh"."routing_rules" is 'Which subscriber receives which event.';

comment on column "memory"."memory_trigger_mesh"."filter_conditions" is 'What an event must meet to be carried.';

comment on column "memory"."memory_trigger_mesh"."enabled" is 'Whether it works.';

comment on column "memory"."memory_trigger_mesh"."priority" is 'Its place when several apply; 1 comes first.';

comment on column "memory"."memory_trigger_mesh"."retry_policy" is 'How often and after what pauses a failed delivery is tried again.';

comment on column "memory"."memory_trigger_mesh"."timeout_ms" is 'How long a subscriber may take.';

comment on column "memory"."memory_trigger_mesh"."total_triggers" is 'Deliveries that came to an end; counted from trigger_deliveries.';

comment on column "memory"."memory_trigger_mesh"."successful_triggers" is 'Those that arrived; counted from trigger_deliveries.';

comment on column "memory"."memory_trigger_mesh"."failed_triggers" is 'Those that were given up; counted from trigger_deliveries.';

comment on column "memory"."memory_trigger_mesh"."last_triggered_at" is 'When the latest came to an end; taken from trigger_deliveries.';

comment on column "memory"."memory_trigger_mesh"."avg_execution_time_ms" is 'How long a delivery takes on average; computed.';

comment on column "memory"."memory_trigger_mesh"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_trigger_mesh"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_trigger_mesh"."notes" is 'Free remarks.';

comment on column "memory"."memory_trigger_mesh"."total_execution_time_ms" is 'How long its ended deliveries took together; counted from trigger_deliveries.';

comment on column "memory"."memory_trigger_mesh"."created_at" is 'When the row was made.';

comment on column "memory"."memory_trigger_mesh"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_trigger_mesh"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."memory_verification_suites" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "suite_name" text not null,
    "suite_type" text default 'integration'::text not null,
    "component_under_test" text not null,
    "test_cases" jsonb default '[]'::jsonb not null,
    "total_tests" integer default '0'::integer not null,
    "passed_tests" integer default '0'::integer not null,
    "failed_tests" integer default '0'::integer not null,
    "skipped_tests" integer default '0'::integer not null,
    "code_coverage_percent" double precision default '0.0'::double precision not null,
    "last_run_at" timestamp with time zone,
    "last_run_duration_ms" integer default '0'::integer not null,
    "last_run_status" text,
    "linked_fixes" jsonb default '[]'::jsonb not null,
    "trust_score" double precision default '0.0'::double precision not null,
    "auto_run" boolean default 'true'::boolean not null,
    "governance_stamp" jsonb,
    "notes" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_pkey" primary key ("tenant_id", "id");

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_suite_type_one_of" check ("suite_type" in ('unit'::text, 'integration'::text, 'e2e'::text, 'smoke'::text, 'performance'::text, 'security'::text));

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_test_cases_shape" check ("catalog".matches_shape("test_cases", '{"type":"array"}'::jsonb));

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_total_tests_range" check ("total_tests" >= 0);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_passed_tests_range" check ("passed_tests" >= 0);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_failed_tests_range" check ("failed_tests" >= 0);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_skipped_tests_range" check ("skipped_tests" >= 0);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_code_coverage_percent_range" check ("code_coverage_percent" >= 0 and "code_coverage_percent" <= 100);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_last_run_duration_ms_range" check ("last_run_duration_ms" >= 0);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_last_run_status_one_of" check ("last_run_status" in ('pass'::text, 'fail'::text, 'error'::text, 'timeout'::text));

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_linked_fixes_shape" check ("catalog".matches_shape("linked_fixes", '{"type":"array"}'::jsonb));

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_trust_score_range" check ("trust_score" >= 0 and "trust_score" <= 1);

alter table "memory"."memory_verification_suites" add constraint "memory_verification_suites_tenant_present" check (tenant_id <> '');

create index "memory_verification_suites_component_under_test_idx" on "memory"."memory_verification_suites" using btree ("tenant_id", "component_under_test");

create index "memory_verification_suites_last_run_status_idx" on "memory"."memory_verification_suites" using btree ("tenant_id", "last_run_status");

create index "memory_verification_suites_code_coverage_percent_idx" on "memory"."memory_verification_suites" using btree ("tenant_id", "code_coverage_percent");

create index "memory_verification_suites_search_idx" on "memory"."memory_verification_suites" using gin (("catalog".search_words("suite_name", "component_under_test")));

comment on table "memory"."memory_verification_suites" is 'A suite of tests over a component, with the result of its last run.';

comment on column "memory"."memory_verification_suites"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."memory_verification_suites"."id" is 'The row''s own id.';

comment on column "memory"."memory_verification_suites"."suite_name" is 'What the suite is called.';

comment on column "memory"."memory_verification_suites"."suite_type" is 'What sort of tests it holds.';

comment on column "memory"."memory_verification_suites"."component_under_test" is 'What it tests.';

comment on column "memory"."memory_verification_suites"."test_cases" is 'The tests in it.';

comment on column "memory"."memory_verification_suites"."total_tests" is 'How many tests it has.';

comment on column "memory"."memory_verification_suites"."passed_tests" is 'How many passed.';

comment on column "memory"."memory_verification_suites"."failed_tests" is 'How many failed.';

comment on column "memory"."memory_verification_suites"."skipped_tests" is 'How many were left out.';

comment on column "memory"."memory_verification_suites"."code_coverage_percent" is 'How much of the code it runs.';

comment on column "memory"."memory_verification_suites"."last_run_at" is 'When it last ran.';

comment on column "memory"."memory_verification_suites"."last_run_duration_ms" is 'How long that took.';

comment on column "memory"."memory_verification_suites"."last_run_status" is 'How that ended.';

comment on column "memory"."memory_verification_suites"."linked_fixes" is 'The fixes that it led to.';

comment on column "memory"."memory_verification_suites"."trust_score" is 'How far the row may be trusted, from 0 to 1.';

comment on column "memory"."memory_verification_suites"."auto_run" is 'Whether it runs by itself when the code changes.';

comment on column "memory"."memory_verification_suites"."governance_stamp" is 'The approval''s stamp: who, when, under which policy, and the checksum of what was approved.';

comment on column "memory"."memory_verification_suites"."notes" is 'Free remarks.';

comment on column "memory"."memory_verification_suites"."created_at" is 'When the row was made.';

comment on column "memory"."memory_verification_suites"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."memory_verification_suites"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."mesh_events" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "event_id" uuid default (gen_random_uuid()),
    "event_type" text not null,
    "publisher" text not null,
    "subject_type" text,
    "subject_id" text,
    "payload" jsonb default '{}'::jsonb not null,
    "cause_event_id" uuid,
    "occurred_at" timestamp with time zone default (now()) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "memory"."mesh_events" add constraint "mesh_events_pkey" primary key ("tenant_id", "event_id");

alter table "memory"."mesh_events" add constraint "mesh_events_payload_shape" check ("catalog".matches_shape("payload", '{"type":"object"}'::jsonb));

alter table "memory"."mesh_events" add constraint "mesh_events_tenant_present" check (tenant_id <> '');

alter table "memory"."mesh_events" add constraint "mesh_events_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

create index "mesh_events_event_type_occurred_at_idx" on "memory"."mesh_events" using btree ("tenant_id", "event_type", "occurred_at");

create index "mesh_events_occurred_at_idx" on "memory"."mesh_events" using btree ("tenant_id", "occurred_at");

create index "mesh_events_subject_type_subject_id_idx" on "memory"."mesh_events" using btree ("tenant_id", "subject_type", "subject_id");

create index "mesh_events_booked_xid_idx" on "memory"."mesh_events" (booked_xid);

comment on table "memory"."mesh_events" is 'An event that the trigger mesh carries: something changed, and whoever wants to know is told.';

comment on column "memory"."mesh_events"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."mesh_events"."event_id" is 'The event''s own id.';

comment on column "memory"."mesh_events"."event_type" is 'What happened.';

comment on column "memory"."mesh_events"."publisher" is 'Who tells of it.';

comment on column "memory"."mesh_events"."subject_type" is 'The table of what changed.';

comment on column "memory"."mesh_events"."subject_id" is 'The key of what changed.';

comment on column "memory"."mesh_events"."payload" is 'What is told.';

comment on column "memory"."mesh_events"."cause_event_id" is 'The event that led to it.';

comment on column "memory"."mesh_events"."occurred_at" is 'When it happened.';

comment on column "memory"."mesh_events"."booked_at" is 'When the row was booked.';

comment on column "memory"."mesh_events"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "memory"."table_proposals" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "proposal_type" text not null,
    "target_table" text not null,
    "source_path" text,
    "artifact_kind" text,
    "declaration" text,
    "rows" jsonb,
    "confidence" double precision not null,
    "risk_level" text not null,
    "reasons" jsonb default '[]'::jsonb not null,
    "refined_by_model" text,
    "plan_digest" text,
    "content_checksum" text,
    "status" text default 'pending'::text not null,
    "proposed_by" text default 'schema_agent'::text not null,
    "decided_by" text,
    "decided_at" timestamp with time zone,
    "decision_id" text,
    "rejection_reason" text,
    "applied_at" timestamp with time zone,
    "error" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."table_proposals" add constraint "table_proposals_pkey" primary key ("tenant_id", "id");

alter table "memory"."table_proposals" add constraint "table_proposals_proposal_type_one_of" check ("proposal_type" in ('insert_rows'::text, 'extend_table'::text, 'create_table'::text, 'change_column'::text));

alter table "memory"."table_proposals" add constraint "table_proposals_artifact_kind_one_of" check ("artifact_kind" in ('document'::text, 'code'::text, 'dataset'::text, 'media'::text, 'playbook'::text, 'prompt'::text, 'other'::text));

alter table "memory"."table_proposals" add constraint "table_proposals_rows_shape" check ("catalog".matches_shape("rows", '{"type":"array"}'::jsonb));

alter table "memory"."table_proposals" add constraint "table_proposals_confidence_range" check ("confidence" >= 0 and "confidence" <= 1);

alter table "memory"."table_proposals" add constraint "table_proposals_risk_level_one_of" check ("risk_level" in ('low'::text, 'medium'::text, 'high'::text, 'critical'::text));

alter table "memory"."table_proposals" add constraint "table_proposals_reasons_shape" check ("catalog".matches_shape("reasons", '{"type":"array"}'::jsonb));

alter table "memory"."table_proposals" add constraint "table_proposals_content_checksum_pattern" check ("content_checksum" ~ '^[0-9a-f]{64}$');

alter table "memory"."table_proposals" add constraint "table_proposals_status_one_of" check ("status" in ('pending'::text, 'approved'::text, 'auto_approved'::text, 'rejected'::text, 'applied'::text, 'failed'::text));

alter table "memory"."table_proposals" add constraint "table_proposals_tenant_present" check (tenant_id <> '');

alter table "memory"."table_proposals" add constraint "table_proposals_a_decision_has_its_maker_check" check (status not in ('approved', 'rejected') or (decided_by is not null and decided_at is not null));

alter table "memory"."table_proposals" add constraint "table_proposals_a_rejection_has_its_reason_check" check (status <> 'rejected' or rejection_reason is not null);

create index "table_proposals_status_created_at_idx" on "memory"."table_proposals" using btree ("tenant_id", "status", "created_at");

create index "table_proposals_target_table_idx" on "memory"."table_proposals" using btree ("tenant_id", "target_table");

create index "table_proposals_decision_id_idx" on "memory"."table_proposals" using btree ("tenant_id", "decision_id");

create index "table_proposals_search_idx" on "memory"."table_proposals" using gin (("catalog".search_words("target_table", "source_path")));

comment on table "memory"."table_proposals" is 'What should become of something that arrived: into which table it goes, which new table or column it needs, and why.';

comment on column "memory"."table_proposals"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."table_proposals"."id" is 'The proposal''s own id.';

comment on column "memory"."table_proposals"."proposal_type" is 'What is proposed.';

comment on column "memory"."table_proposals"."target_table" is 'The table that it concerns.';

comment on column "memory"."table_proposals"."source_path" is 'The file that led to it.';

comment on column "memory"."table_proposals"."artifact_kind" is 'What the file is.';

comment on column "memory"."table_proposals"."declaration" is 'The table''s declaration as it would be, in YAML.';

comment on column "memory"."table_proposals"."rows" is 'The rows that would be inserted.';

comment on column "memory"."table_proposals"."confidence" is 'How sure the proposal is, from 0 to 1.';

comment on column "memory"."table_proposals"."risk_level" is 'The risk of doing it.';

comment on column "memory"."table_proposals"."reasons" is 'Why it is proposed.';

comment on column "memory"."table_proposals"."refined_by_model" is 'The model that refined it; empty where rules alone decided.';

comment on column "memory"."table_proposals"."plan_digest" is 'The plan of the change in tables, as it was shown.';

comment on column "memory"."table_proposals"."content_checksum" is 'The SHA-256 of what is proposed, as canonical JSON: what an approval is bound to.';

comment on column "memory"."table_proposals"."status" is 'Where it stands.';

comment on column "memory"."table_proposals"."proposed_by" is 'Who proposes it.';

comment on column "memory"."table_proposals"."decided_by" is 'Who decided.';

comment on column "memory"."table_proposals"."decided_at" is 'When.';

comment on column "memory"."table_proposals"."decision_id" is 'The decision that was booked.';

comment on column "memory"."table_proposals"."rejection_reason" is 'Why it was rejected.';

comment on column "memory"."table_proposals"."applied_at" is 'When it was done.';

comment on column "memory"."table_proposals"."error" is 'Why it failed.';

comment on column "memory"."table_proposals"."created_at" is 'When it was proposed.';

comment on column "memory"."table_proposals"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."table_proposals"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."trigger_deliveries" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "event_id" uuid not null,
    "trigger_id" text not null,
    "subscriber" text not null,
    "status" text default 'pending'::text not null,
    "attempts" integer default '0'::integer not null,
    "next_attempt_at" timestamp with time zone default (now()),
    "locked_until" timestamp with time zone,
    "duration_ms" integer,
    "last_error" text,
    "response" jsonb,
    "ended_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_pkey" primary key ("tenant_id", "id");

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_event_id_trigger_id_subscriber_key" unique ("tenant_id", "event_id", "trigger_id", "subscriber");

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_status_one_of" check ("status" in ('pending'::text, 'delivering'::text, 'retrying'::text, 'delivered'::text, 'dead'::text));

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_attempts_range" check ("attempts" >= 0);

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_duration_ms_range" check ("duration_ms" >= 0);

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_tenant_present" check (tenant_id <> '');

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_an_end_has_its_time_check" check ((status in ('delivered', 'dead')) = (ended_at is not null));

create index "trigger_deliveries_next_attempt_at_part_idx" on "memory"."trigger_deliveries" using btree ("tenant_id", "next_attempt_at") where status in ('pending', 'delivering', 'retrying');

create index "trigger_deliveries_trigger_id_status_idx" on "memory"."trigger_deliveries" using btree ("tenant_id", "trigger_id", "status");

comment on table "memory"."trigger_deliveries" is 'An event on its way to one subscriber, with its attempts. One that is given up is a dead letter.';

comment on column "memory"."trigger_deliveries"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."trigger_deliveries"."id" is 'The delivery''s own id.';

comment on column "memory"."trigger_deliveries"."event_id" is 'The event.';

comment on column "memory"."trigger_deliveries"."trigger_id" is 'The rule that carries it.';

comment on column "memory"."trigger_deliveries"."subscriber" is 'Who receives it.';

comment on column "memory"."trigger_deliveries"."status" is 'Where it stands.';

comment on column "memory"."trigger_deliveries"."attempts" is 'How often it was tried.';

comment on column "memory"."trigger_deliveries"."next_attempt_at" is 'When it is tried next; empty once it has ended.';

comment on column "memory"."trigger_deliveries"."locked_until" is 'Until when a worker has it in hands.';

comment on column "memory"."trigger_deliveries"."duration_ms" is 'How long the last attempt took.';

comment on column "memory"."trigger_deliveries"."last_error" is 'What the last failure said.';

comment on column "memory"."trigger_deliveries"."response" is 'What the subscriber answered.';

comment on column "memory"."trigger_deliveries"."ended_at" is 'When it arrived or was given up.';

comment on column "memory"."trigger_deliveries"."created_at" is 'When the row was made.';

comment on column "memory"."trigger_deliveries"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."trigger_deliveries"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "memory"."trust_scores" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "table_name" text,
    "row_key" text,
    "completeness" double precision not null,
    "source" double precision not null,
    "freshness" double precision not null,
    "usage" double precision not null,
    "consistency" double precision not null,
    "score" double precision generated always as (0.30 * completeness + 0.25 * source + 0.15 * freshness + 0.20 * usage + 0.10 * consistency) stored,
    "band" text generated always as (case when 0.30 * completeness + 0.25 * source + 0.15 * freshness + 0.20 * usage + 0.10 * consistency < 0.5 then 'low' when 0.30 * completeness + 0.25 * source + 0.15 * freshness + 0.20 * usage + 0.10 * consistency >= 0.8 then 'high' else 'medium' end) stored,
    "reasons" jsonb default '{}'::jsonb not null,
    "computed_at" timestamp with time zone default (now()) not null
);

alter table "memory"."trust_scores" add constraint "trust_scores_pkey" primary key ("tenant_id", "table_name", "row_key");

alter table "memory"."trust_scores" add constraint "trust_scores_completeness_range" check ("completeness" >= 0 and "completeness" <= 1);

alter table "memory"."trust_scores" add constraint "trust_scores_source_range" check ("source" >= 0 and "source" <= 1);

alter table "memory"."trust_scores" add constraint "trust_scores_freshness_range" check ("freshness" >= 0 and "freshness" <= 1);

alter table "memory"."trust_scores" add constraint "trust_scores_usage_range" check ("usage" >= 0 and "usage" <= 1);

alter table "memory"."trust_scores" add constraint "trust_scores_consistency_range" check ("consistency" >= 0 and "consistency" <= 1);

alter table "memory"."trust_scores" add constraint "trust_scores_band_one_of" check ("band" in ('low'::text, 'medium'::text, 'high'::text));

alter table "memory"."trust_scores" add constraint "trust_scores_reasons_shape" check ("catalog".matches_shape("reasons", '{"type":"object"}'::jsonb));

alter table "memory"."trust_scores" add constraint "trust_scores_tenant_present" check (tenant_id <> '');

create index "trust_scores_band_table_name_idx" on "memory"."trust_scores" using btree ("tenant_id", "band", "table_name");

create index "trust_scores_computed_at_idx" on "memory"."trust_scores" using btree ("tenant_id", "computed_at");

comment on table "memory"."trust_scores" is 'How far each row of a table may be trusted, with the five parts that the score is made of. Rebuilt from: the memory tables, their stamps and memory.contradictions.';

comment on column "memory"."trust_scores"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."trust_scores"."table_name" is 'The row''s table.';

comment on column "memory"."trust_scores"."row_key" is 'The row''s key.';

comment on column "memory"."trust_scores"."completeness" is 'How many of its columns are filled.';

comment on column "memory"."trust_scores"."source" is 'How far its author or its stamp is trusted.';

comment on column "memory"."trust_scores"."freshness" is 'How recently it changed.';

comment on column "memory"."trust_scores"."usage" is 'How well it did when it was used.';

comment on column "memory"."trust_scores"."consistency" is '1 less the penalties of its open contradictions.';

comment on column "memory"."trust_scores"."score" is 'The trust score, from 0 to 1.';

comment on column "memory"."trust_scores"."band" is 'The score in a word: low below 0.5, high from 0.8.';

comment on column "memory"."trust_scores"."reasons" is 'What each part was computed from.';

comment on column "memory"."trust_scores"."computed_at" is 'When it was computed.';

create table "memory"."working_memory" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "conversation_id" character varying(100),
    "data" jsonb default '{}'::jsonb not null,
    "ttl_seconds" integer default '86400'::integer not null,
    "last_used_at" timestamp with time zone default (now()) not null,
    "expires_at" timestamp with time zone default (now() + interval '24 hours') not null,
    "pending_mutation" jsonb,
    "pending_approval_id" uuid,
    "pending_mutation_expires_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "memory"."working_memory" add constraint "working_memory_pkey" primary key ("tenant_id", "conversation_id");

alter table "memory"."working_memory" add constraint "working_memory_data_shape" check ("catalog".matches_shape("data", '{"type":"object"}'::jsonb));

alter table "memory"."working_memory" add constraint "working_memory_ttl_seconds_range" check ("ttl_seconds" >= 1);

alter table "memory"."working_memory" add constraint "working_memory_pending_mutation_shape" check ("catalog".matches_shape("pending_mutation", '{"type":"object"}'::jsonb));

alter table "memory"."working_memory" add constraint "working_memory_tenant_present" check (tenant_id <> '');

alter table "memory"."working_memory" add constraint "working_memory_data_fits_check" check (octet_length(data::text) <= 65536);

alter table "memory"."working_memory" add constraint "working_memory_pending_has_an_end_check" check ((pending_mutation is null) = (pending_mutation_expires_at is null));

create index "working_memory_expires_at_idx" on "memory"."working_memory" using btree ("tenant_id", "expires_at");

create index "working_memory_pending_approval_id_idx" on "memory"."working_memory" using btree ("tenant_id", "pending_approval_id");

comment on table "memory"."working_memory" is 'What a conversation keeps at hand: up to 64 KiB, gone a day after its last use.';

comment on column "memory"."working_memory"."tenant_id" is 'The tenant that owns the row.';

comment on column "memory"."working_memory"."conversation_id" is 'The conversation.';

comment on column "memory"."working_memory"."data" is 'Its fields: scratchpad, entities and whatever else the agent keeps at hand.';

comment on column "memory"."working_memory"."ttl_seconds" is 'How long it lives after its last use.';

comment on column "memory"."working_memory"."last_used_at" is 'When it was last read or written.';

comment on column "memory"."working_memory"."expires_at" is 'When it is gone.';

comment on column "memory"."working_memory"."pending_mutation" is 'A tool call that changes data, frozen until a person has decided.';

comment on column "memory"."working_memory"."pending_approval_id" is 'The request that the frozen call waits for.';

comment on column "memory"."working_memory"."pending_mutation_expires_at" is 'When the frozen call is gone.';

comment on column "memory"."working_memory"."created_at" is 'When the row was made.';

comment on column "memory"."working_memory"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "memory"."working_memory"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "prompts"."namespace_access_control" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "namespace_id" uuid,
    "user_id" character varying(255),
    "role" character varying(20) not null,
    "granted_by" character varying(255),
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "prompts"."namespace_access_control" add constraint "namespace_access_control_pkey" primary key ("tenant_id", "namespace_id", "user_id");

alter table "prompts"."namespace_access_control" add constraint "namespace_access_control_role_one_of" check ("role"::text in ('viewer'::text, 'author'::text, 'approver'::text, 'admin'::text));

alter table "prompts"."namespace_access_control" add constraint "namespace_access_control_tenant_present" check (tenant_id <> '');

create index "namespace_access_control_user_id_idx" on "prompts"."namespace_access_control" using btree ("tenant_id", "user_id");

create index "namespace_access_control_search_idx" on "prompts"."namespace_access_control" using gin (("catalog".search_words("user_id"::text)));

comment on table "prompts"."namespace_access_control" is 'What a user may do in a namespace.';

comment on column "prompts"."namespace_access_control"."tenant_id" is 'The tenant that owns the row.';

comment on column "prompts"."namespace_access_control"."namespace_id" is 'The namespace.';

comment on column "prompts"."namespace_access_control"."user_id" is 'The user.';

comment on column "prompts"."namespace_access_control"."role" is 'What the user may do: read, edit drafts, approve, or grant.';

comment on column "prompts"."namespace_access_control"."granted_by" is 'Who granted it.';

comment on column "prompts"."namespace_access_control"."created_at" is 'When the row was made.';

comment on column "prompts"."namespace_access_control"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "prompts"."namespace_access_control"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "prompts"."prompt_audit_log" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "template_id" uuid,
    "version_id" uuid,
    "action" character varying(30) not null,
    "actor_id" character varying(255) not null,
    "hmac_signature" character varying(128) not null,
    "occurred_at" timestamp with time zone default (now()) not null,
    "details" jsonb default '{}'::jsonb not null,
    "key_id" text,
    "namespace_id" uuid,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "prompts"."prompt_audit_log" add constraint "prompt_audit_log_pkey" primary key ("tenant_id", "id");

alter table "prompts"."prompt_audit_log" add constraint "prompt_audit_log_details_shape" check ("catalog".matches_shape("details", '{"type":"object"}'::jsonb));

alter table "prompts"."prompt_audit_log" add constraint "prompt_audit_log_tenant_present" check (tenant_id <> '');

create index "prompt_audit_log_template_id_occurred_at_idx" on "prompts"."prompt_audit_log" using btree ("tenant_id", "template_id", "occurred_at");

create index "prompt_audit_log_version_id_idx" on "prompts"."prompt_audit_log" using btree ("tenant_id", "version_id");

create index "prompt_audit_log_actor_id_occurred_at_idx" on "prompts"."prompt_audit_log" using btree ("tenant_id", "actor_id", "occurred_at");

create index "prompt_audit_log_booked_xid_idx" on "prompts"."prompt_audit_log" (booked_xid);

comment on table "prompts"."prompt_audit_log" is 'What happened to a prompt, signed when it is written, and never changed.';

comment on column "prompts"."prompt_audit_log"."tenant_id" is 'The tenant that owns the row.';

comment on column "prompts"."prompt_audit_log"."id" is 'The entry''s own id.';

comment on column "prompts"."prompt_audit_log"."template_id" is 'The template.';

comment on column "prompts"."prompt_audit_log"."version_id" is 'The version.';

comment on column "prompts"."prompt_audit_log"."action" is 'What happened.';

comment on column "prompts"."prompt_audit_log"."actor_id" is 'Who did it.';

comment on column "prompts"."prompt_audit_log"."hmac_signature" is 'The HMAC-SHA256 over the entry.';

comment on column "prompts"."prompt_audit_log"."occurred_at" is 'When.';

comment on column "prompts"."prompt_audit_log"."details" is 'What else belongs to it.';

comment on column "prompts"."prompt_audit_log"."key_id" is 'The key that signed.';

comment on column "prompts"."prompt_audit_log"."namespace_id" is 'The namespace.';

comment on column "prompts"."prompt_audit_log"."booked_at" is 'When the row was booked.';

comment on column "prompts"."prompt_audit_log"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "prompts"."prompt_budget_tiers" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "namespace_id" uuid not null,
    "tier_key" character varying(64) not null,
    "max_tokens" integer not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "prompts"."prompt_budget_tiers" add constraint "prompt_budget_tiers_pkey" primary key ("tenant_id", "id");

alter table "prompts"."prompt_budget_tiers" add constraint "prompt_budget_tiers_namespace_id_tier_key_key" unique ("tenant_id", "namespace_id", "tier_key");

alter table "prompts"."prompt_budget_tiers" add constraint "prompt_budget_tiers_max_tokens_range" check ("max_tokens" >= 1);

alter table "prompts"."prompt_budget_tiers" add constraint "prompt_budget_tiers_tenant_present" check (tenant_id <> '');

comment on table "prompts"."prompt_budget_tiers" is 'A bound on the length of prompts, by name.';

comment on column "prompts"."prompt_budget_tiers"."tenant_id" is 'The tenant that owns the row.';

comment on column "prompts"."prompt_budget_tiers"."id" is 'The tier''s own id.';

comment on column "prompts"."prompt_budget_tiers"."namespace_id" is 'The namespace.';

comment on column "prompts"."prompt_budget_tiers"."tier_key" is 'Its word, unique within the namespace.';

comment on column "prompts"."prompt_budget_tiers"."max_tokens" is 'The most tokens that a prompt of the tier may have.';

comment on column "prompts"."prompt_budget_tiers"."created_at" is 'When the row was made.';

comment on column "prompts"."prompt_budget_tiers"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "prompts"."prompt_budget_tiers"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "prompts"."prompt_namespaces" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "namespace_key" character varying(64) not null,
    "display_name" character varying(255),
    "auto_approve" boolean default 'false'::boolean not null,
    "approvers" text[] default '{}'::text[] not null,
    "max_render_timeout" integer default '1000'::integer not null,
    "data_classification" character varying(20) default 'internal'::character varying(20) not null,
    "description" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "prompts"."prompt_namespaces" add constraint "prompt_namespaces_pkey" primary key ("tenant_id", "id");

alter table "prompts"."prompt_namespaces" add constraint "prompt_namespaces_namespace_key_key" unique ("tenant_id", "namespace_key");

alter table "prompts"."prompt_namespaces" add constraint "prompt_namespaces_max_render_timeout_range" check ("max_render_timeout" >= 1);

alter table "prompts"."prompt_namespaces" add constraint "prompt_namespaces_data_classification_one_of" check ("data_classification"::text in ('public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text));

alter table "prompts"."prompt_namespaces" add constraint "prompt_namespaces_tenant_present" check (tenant_id <> '');

create index "prompt_namespaces_search_idx" on "prompts"."prompt_namespaces" using gin (("catalog".search_words("namespace_key"::text, "display_name"::text)));

comment on table "prompts"."prompt_namespaces" is 'A group of prompt templates with its own rules of approval, access and secrecy.';

comment on column "prompts"."prompt_namespaces"."tenant_id" is 'The tenant that owns the row.';

comment on column "prompts"."prompt_namespaces"."id" is 'The namespace''s own id.';

comment on column "prompts"."prompt_namespaces"."namespace_key" is 'The word that templates are named by.';

comment on column "prompts"."prompt_namespaces"."display_name" is 'The name that people see.';

comment on column "prompts"."prompt_namespaces"."auto_approve" is 'Whether a promotion to active needs no approval.';

comment on column "prompts"."prompt_namespaces"."approvers" is 'The users who may approve.';

comment on column "prompts"."prompt_namespaces"."max_render_timeout" is 'How long rendering may take.';

comment on column "prompts"."prompt_namespaces"."data_classification" is 'How secret its templates are.';

comment on column "prompts"."prompt_namespaces"."description" is 'What it is for.';

comment on column "prompts"."prompt_namespaces"."created_at" is 'When the row was made.';

comment on column "prompts"."prompt_namespaces"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "prompts"."prompt_namespaces"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "prompts"."prompt_templates" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "namespace_id" uuid not null,
    "slug" character varying(128) not null,
    "budget_tier_id" uuid,
    "expected_variables" jsonb default '{}'::jsonb not null,
    "active_version_id" uuid,
    "display_name" character varying(255),
    "description" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "prompts"."prompt_templates" add constraint "prompt_templates_pkey" primary key ("tenant_id", "id");

alter table "prompts"."prompt_templates" add constraint "prompt_templates_namespace_id_slug_key" unique ("tenant_id", "namespace_id", "slug");

alter table "prompts"."prompt_templates" add constraint "prompt_templates_slug_pattern" check ("slug" ~ '^[a-z0-9][a-z0-9_.-]*$');

alter table "prompts"."prompt_templates" add constraint "prompt_templates_expected_variables_shape" check ("catalog".matches_shape("expected_variables", '{"type":["object","array"]}'::jsonb));

alter table "prompts"."prompt_templates" add constraint "prompt_templates_tenant_present" check (tenant_id <> '');

create index "prompt_templates_budget_tier_id_idx" on "prompts"."prompt_templates" using btree ("tenant_id", "budget_tier_id");

create index "prompt_templates_active_version_id_idx" on "prompts"."prompt_templates" using btree ("tenant_id", "active_version_id");

create index "prompt_templates_search_idx" on "prompts"."prompt_templates" using gin (("catalog".search_words("slug"::text, "display_name"::text, "description")));

comment on table "prompts"."prompt_templates" is 'A prompt by name; its texts are versions.';

comment on column "prompts"."prompt_templates"."tenant_id" is 'The tenant that owns the row.';

comment on column "prompts"."prompt_templates"."id" is 'The template''s own id.';

comment on column "prompts"."prompt_templates"."namespace_id" is 'The namespace.';

comment on column "prompts"."prompt_templates"."slug" is 'Its word, unique within the namespace.';

comment on column "prompts"."prompt_templates"."budget_tier_id" is 'The bound on its length.';

comment on column "prompts"."prompt_templates"."expected_variables" is 'The variables that its text may use, each with type and whether it is needed.';

comment on column "prompts"."prompt_templates"."active_version_id" is 'The version that everybody gets; kept by the database.';

comment on column "prompts"."prompt_templates"."display_name" is 'The name that people see.';

comment on column "prompts"."prompt_templates"."description" is 'What it is for.';

comment on column "prompts"."prompt_templates"."created_at" is 'When the row was made.';

comment on column "prompts"."prompt_templates"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "prompts"."prompt_templates"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "prompts"."prompt_versions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "template_id" uuid not null,
    "version_number" integer default '1'::integer not null,
    "status" character varying(20) default 'draft'::character varying(20) not null,
    "body" text not null,
    "draft_owner_id" character varying(255),
    "target_users" text[] default '{}'::text[] not null,
    "validation_result" jsonb,
    "author_id" character varying(255),
    "approved_by" character varying(255),
    "approved_at" timestamp with time zone,
    "approval_requested_by" character varying(255),
    "approval_requested_at" timestamp with time zone,
    "rejection_reason" text,
    "change_note" text,
    "based_on_version_id" uuid,
    "body_hash" text,
    "token_count" integer,
    "promoted_at" timestamp with time zone,
    "activated_at" timestamp with time zone,
    "archived_at" timestamp with time zone,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "prompts"."prompt_versions" add constraint "prompt_versions_pkey" primary key ("tenant_id", "id");

alter table "prompts"."prompt_versions" add constraint "prompt_versions_template_id_version_number_key" unique ("tenant_id", "template_id", "version_number");

create unique index "prompt_versions_template_id_draft_owner_id_key" on "prompts"."prompt_versions" ("tenant_id", "template_id", "draft_owner_id") where status = 'draft' and deleted_at is null;

create unique index "prompt_versions_template_id_acc74d33_key" on "prompts"."prompt_versions" ("tenant_id", "template_id") where status = 'pre_production' and deleted_at is null;

create unique index "prompt_versions_template_id_38c6c2a7_key" on "prompts"."prompt_versions" ("tenant_id", "template_id") where status = 'active' and deleted_at is null;

alter table "prompts"."prompt_versions" add constraint "prompt_versions_version_number_range" check ("version_number" >= 1);

alter table "prompts"."prompt_versions" add constraint "prompt_versions_status_one_of" check ("status"::text in ('draft'::text, 'pre_production'::text, 'active'::text, 'archived'::text));

alter table "prompts"."prompt_versions" add constraint "prompt_versions_validation_result_shape" check ("catalog".matches_shape("validation_result", '{"type":"object"}'::jsonb));

alter table "prompts"."prompt_versions" add constraint "prompt_versions_token_count_range" check ("token_count" >= 0);

alter table "prompts"."prompt_versions" add constraint "prompt_versions_tenant_present" check (tenant_id <> '');

alter table "prompts"."prompt_versions" add constraint "prompt_versions_a_draft_has_an_owner_check" check ((status = 'draft') = (draft_owner_id is not null));

create index "prompt_versions_template_id_status_idx" on "prompts"."prompt_versions" using btree ("tenant_id", "template_id", "status");

create index "prompt_versions_approval_requested_at_part_idx" on "prompts"."prompt_versions" using btree ("tenant_id", "approval_requested_at") where approval_requested_at is not null;

create index "prompt_versions_based_on_version_id_idx" on "prompts"."prompt_versions" using btree ("tenant_id", "based_on_version_id");

create index "prompt_versions_search_idx" on "prompts"."prompt_versions" using gin (("catalog".search_words("body", "change_note")));

comment on table "prompts"."prompt_versions" is 'One text of a prompt, from draft to archive. A draft changes; what was published never does.';

comment on column "prompts"."prompt_versions"."tenant_id" is 'The tenant that owns the row.';

comment on column "prompts"."prompt_versions"."id" is 'The version''s own id.';

comment on column "prompts"."prompt_versions"."template_id" is 'The template.';

comment on column "prompts"."prompt_versions"."version_number" is 'Its number within the template; given by the database.';

comment on column "prompts"."prompt_versions"."status" is 'Where it stands.';

comment on column "prompts"."prompt_versions"."body" is 'The text, in Jinja2.';

comment on column "prompts"."prompt_versions"."draft_owner_id" is 'Whose draft it is; empty once it was promoted.';

comment on column "prompts"."prompt_versions"."target_users" is 'Who gets it while it is in pre-production.';

comment on column "prompts"."prompt_versions"."validation_result" is 'What the checks said: syntax, allowed subset, injection, tokens, variables.';

comment on column "prompts"."prompt_versions"."author_id" is 'Who wrote it.';

comment on column "prompts"."prompt_versions"."approved_by" is 'Who approved its activation.';

comment on column "prompts"."prompt_versions"."approved_at" is 'When it was approved.';

comment on column "prompts"."prompt_versions"."approval_requested_by" is 'Who asked for its activation; empty when nobody waits.';

comment on column "prompts"."prompt_versions"."approval_requested_at" is 'When that was.';

comment on column "prompts"."prompt_versions"."rejection_reason" is 'Why its activation was refused.';

comment on column "prompts"."prompt_versions"."change_note" is 'What is new in it.';

comment on column "prompts"."prompt_versions"."based_on_version_id" is 'The version that the draft began from.';

comment on column "prompts"."prompt_versions"."body_hash" is 'The SHA-256 of the text; filled in by the database.';

comment on column "prompts"."prompt_versions"."token_count" is 'How many tokens the text has.';

comment on column "prompts"."prompt_versions"."promoted_at" is 'When it left the draft.';

comment on column "prompts"."prompt_versions"."activated_at" is 'When it was last made active.';

comment on column "prompts"."prompt_versions"."archived_at" is 'When it was last archived.';

comment on column "prompts"."prompt_versions"."created_at" is 'When the row was made.';

comment on column "prompts"."prompt_versions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "prompts"."prompt_versions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."agent_definitions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "agent_key" character varying(128) not null,
    "root_skill_key" character varying(128),
    "persona_key" character varying(128),
    "model_config" jsonb default '{}'::jsonb not null,
    "loaded_skills" text[] default '{}'::text[] not null,
    "is_active" boolean default 'true'::boolean not null,
    "is_system" boolean default 'false'::boolean not null,
    "display_name" character varying(255),
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "skills"."agent_definitions" add constraint "agent_definitions_pkey" primary key ("tenant_id", "id");

alter table "skills"."agent_definitions" add constraint "agent_definitions_agent_key_key" unique ("tenant_id", "agent_key");

alter table "skills"."agent_definitions" add constraint "agent_definitions_model_config_shape" check ("catalog".matches_shape("model_config", '{"type":"object"}'::jsonb));

alter table "skills"."agent_definitions" add constraint "agent_definitions_tenant_present" check (tenant_id <> '');

create index "agent_definitions_root_skill_key_idx" on "skills"."agent_definitions" using btree ("tenant_id", "root_skill_key");

create index "agent_definitions_search_idx" on "skills"."agent_definitions" using gin (("catalog".search_words("agent_key"::text, "display_name"::text)));

comment on table "skills"."agent_definitions" is 'An agent of the platform: the skill that it begins with, the voice that it speaks with, and its model.';

comment on column "skills"."agent_definitions"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."agent_definitions"."id" is 'The definition''s own id.';

comment on column "skills"."agent_definitions"."agent_key" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "skills"."agent_definitions"."root_skill_key" is 'The skill that it begins with, by its key; empty for general work.';

comment on column "skills"."agent_definitions"."persona_key" is 'The voice; empty for the root skill''s own, and else the platform''s.';

comment on column "skills"."agent_definitions"."model_config" is 'The model that it prefers, and its settings.';

comment on column "skills"."agent_definitions"."loaded_skills" is 'The keys of the skills that are loaded from the start.';

comment on column "skills"."agent_definitions"."is_active" is 'Whether it may be used.';

comment on column "skills"."agent_definitions"."is_system" is 'Whether it came with the product.';

comment on column "skills"."agent_definitions"."display_name" is 'The name that people see.';

comment on column "skills"."agent_definitions"."created_at" is 'When the row was made.';

comment on column "skills"."agent_definitions"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."agent_definitions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."agents" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" character varying(100),
    "name" character varying(200) not null,
    "config" jsonb not null,
    "status" character varying(20) default 'active'::character varying(20) not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "agent_key" character varying(128),
    "deleted_at" timestamp with time zone
);

alter table "skills"."agents" add constraint "agents_pkey" primary key ("tenant_id", "id");

alter table "skills"."agents" add constraint "agents_config_shape" check ("catalog".matches_shape("config", '{"type":"object","properties":{"system_prompt":{"type":"string"},"skills":{"type":"array","items":{"type":"string"}},"checkpoints":{"type":"array","items":{"type":"string"}},"budget":{"type":"object","properties":{"max_tokens_per_execution":{"type":"integer","minimum":0},"max_cost_usd_per_execution":{"type":"number","minimum":0},"max_tokens_per_day":{"type":"integer","minimum":0},"max_cost_usd_per_day":{"type":"number","minimum":0}}}}}'::jsonb));

alter table "skills"."agents" add constraint "agents_tenant_present" check (tenant_id <> '');

create index "agents_agent_key_idx" on "skills"."agents" using btree ("tenant_id", "agent_key");

create index "agents_status_idx" on "skills"."agents" using btree ("tenant_id", "status");

create index "agents_search_idx" on "skills"."agents" using gin (("catalog".search_words("id"::text, "name"::text)));

comment on table "skills"."agents" is 'An agent as it is configured: prompt, models, skills, budgets and checkpoints.';

comment on column "skills"."agents"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."agents"."id" is 'The agent''s own id.';

comment on column "skills"."agents"."name" is 'The name that people see.';

comment on column "skills"."agents"."config" is 'Its prompt, its models in order of preference, its skills, its budgets, and the checkpoints that need a person.';

comment on column "skills"."agents"."status" is 'Whether it takes work.';

comment on column "skills"."agents"."created_at" is 'When the row was made.';

comment on column "skills"."agents"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."agents"."agent_key" is 'The agent; the same word as herd.agent_def''s agent_code.';

comment on column "skills"."agents"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."skill_artifacts" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" character varying(100),
    "skill_id" character varying(100),
    "name" character varying(200) not null,
    "content" text not null,
    "content_hash" character varying(64) not null,
    "token_estimate" integer,
    "created_at" timestamp with time zone default (now()) not null,
    "artifact_type" character varying(50) default 'reference'::character varying(50) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "skills"."skill_artifacts" add constraint "skill_artifacts_pkey" primary key ("tenant_id", "id");

alter table "skills"."skill_artifacts" add constraint "skill_artifacts_token_estimate_range" check ("token_estimate" >= 0);

alter table "skills"."skill_artifacts" add constraint "skill_artifacts_artifact_type_one_of" check ("artifact_type"::text in ('reference'::text, 'template'::text, 'regulation'::text, 'example'::text));

alter table "skills"."skill_artifacts" add constraint "skill_artifacts_tenant_present" check (tenant_id <> '');

create index "skill_artifacts_skill_id_idx" on "skills"."skill_artifacts" using btree ("tenant_id", "skill_id");

create index "skill_artifacts_content_hash_idx" on "skills"."skill_artifacts" using btree ("tenant_id", "content_hash");

create index "skill_artifacts_search_idx" on "skills"."skill_artifacts" using gin (("catalog".search_words("name"::text, "content")));

comment on table "skills"."skill_artifacts" is 'A text that belongs to a skill: a reference, a template, a regulation, an example.';

comment on column "skills"."skill_artifacts"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."skill_artifacts"."id" is 'The artifact''s own id.';

comment on column "skills"."skill_artifacts"."skill_id" is 'The skill.';

comment on column "skills"."skill_artifacts"."name" is 'The name that people see.';

comment on column "skills"."skill_artifacts"."content" is 'The text.';

comment on column "skills"."skill_artifacts"."content_hash" is 'The SHA-256 of the text; filled in by the database.';

comment on column "skills"."skill_artifacts"."token_estimate" is 'About how many tokens it takes.';

comment on column "skills"."skill_artifacts"."created_at" is 'When the row was made.';

comment on column "skills"."skill_artifacts"."artifact_type" is 'What sort of text it is.';

comment on column "skills"."skill_artifacts"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."skill_artifacts"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."skill_code_blocks" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "skill_id" uuid not null,
    "block_key" character varying(128) not null,
    "display_name" character varying(255),
    "description" text,
    "language" character varying(20) default 'python'::character varying(20) not null,
    "code" text not null,
    "input_schema" jsonb default '{}'::jsonb not null,
    "output_schema" jsonb default '{}'::jsonb not null,
    "llm_visible" boolean default 'true'::boolean not null,
    "is_mutating" boolean default 'false'::boolean not null,
    "timeout_ms" integer default '30000'::integer not null,
    "sort_order" integer default '0'::integer not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_pkey" primary key ("tenant_id", "id");

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_skill_id_block_key_key" unique ("tenant_id", "skill_id", "block_key");

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_input_schema_shape" check ("catalog".matches_shape("input_schema", '{"type":"object"}'::jsonb));

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_output_schema_shape" check ("catalog".matches_shape("output_schema", '{"type":"object"}'::jsonb));

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_timeout_ms_range" check ("timeout_ms" >= 1);

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_tenant_present" check (tenant_id <> '');

create index "skill_code_blocks_skill_id_sort_order_part_idx" on "skills"."skill_code_blocks" using btree ("tenant_id", "skill_id", "sort_order") where llm_visible;

create index "skill_code_blocks_search_idx" on "skills"."skill_code_blocks" using gin (("catalog".search_words("block_key"::text, "description")));

comment on table "skills"."skill_code_blocks" is 'A piece of code that a skill brings: a tool that a model may call, or a part that runs by itself.';

comment on column "skills"."skill_code_blocks"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."skill_code_blocks"."id" is 'The block''s own id.';

comment on column "skills"."skill_code_blocks"."skill_id" is 'The skill.';

comment on column "skills"."skill_code_blocks"."block_key" is 'The name that it is called by, unique within the skill.';

comment on column "skills"."skill_code_blocks"."display_name" is 'The name that people see.';

comment on column "skills"."skill_code_blocks"."description" is 'What it does, as a model reads it.';

comment on column "skills"."skill_code_blocks"."language" is 'The language that it is written in.';

comment on column "skills"."skill_code_blocks"."code" is 'The code.';

comment on column "skills"."skill_code_blocks"."input_schema" is 'What it takes, as JSON Schema.';

comment on column "skills"."skill_code_blocks"."output_schema" is 'What it returns, as JSON Schema.';

comment on column "skills"."skill_code_blocks"."llm_visible" is 'Whether a model sees it as a tool.';

comment on column "skills"."skill_code_blocks"."is_mutating" is 'Whether it changes data, so that a person must agree first.';

comment on column "skills"."skill_code_blocks"."timeout_ms" is 'How long it may run.';

comment on column "skills"."skill_code_blocks"."sort_order" is 'Its place among the skill''s blocks.';

comment on column "skills"."skill_code_blocks"."created_at" is 'When the row was made.';

comment on column "skills"."skill_code_blocks"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."skill_code_blocks"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."skill_context_templates" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "skill_id" uuid not null,
    "template_key" character varying(128) not null,
    "template_text" text,
    "prompt_template_ref" character varying(255),
    "variables" jsonb default '{}'::jsonb not null,
    "sort_order" integer default '0'::integer not null,
    "is_active" boolean default 'true'::boolean not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "skills"."skill_context_templates" add constraint "skill_context_templates_pkey" primary key ("tenant_id", "id");

alter table "skills"."skill_context_templates" add constraint "skill_context_templates_skill_id_template_key_key" unique ("tenant_id", "skill_id", "template_key");

alter table "skills"."skill_context_templates" add constraint "skill_context_templates_variables_shape" check ("catalog".matches_shape("variables", '{"type":"object"}'::jsonb));

alter table "skills"."skill_context_templates" add constraint "skill_context_templates_tenant_present" check (tenant_id <> '');

alter table "skills"."skill_context_templates" add constraint "skill_context_templates_one_text_or_one_template_check" check ((template_text is null) <> (prompt_template_ref is null));

create index "skill_context_templates_search_idx" on "skills"."skill_context_templates" using gin (("catalog".search_words("template_key"::text)));

comment on table "skills"."skill_context_templates" is 'A text that a skill adds to the first message of a conversation, inline or as a prompt template.';

comment on column "skills"."skill_context_templates"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."skill_context_templates"."id" is 'The template''s own id.';

comment on column "skills"."skill_context_templates"."skill_id" is 'The skill.';

comment on column "skills"."skill_context_templates"."template_key" is 'Its word, unique within the skill.';

comment on column "skills"."skill_context_templates"."template_text" is 'The text, in Jinja2.';

comment on column "skills"."skill_context_templates"."prompt_template_ref" is 'Or the prompt template, as namespace and slug.';

comment on column "skills"."skill_context_templates"."variables" is 'The variables that it uses, each with where its value comes from.';

comment on column "skills"."skill_context_templates"."sort_order" is 'Its place among the skill''s texts.';

comment on column "skills"."skill_context_templates"."is_active" is 'Whether it is used.';

comment on column "skills"."skill_context_templates"."created_at" is 'When the row was made.';

comment on column "skills"."skill_context_templates"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."skill_context_templates"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."skill_definitions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "skill_key" character varying(128) not null,
    "display_name" character varying(255) not null,
    "description" text not null,
    "triggers" text[] default '{}'::text[] not null,
    "domain_tags" text[] default '{}'::text[] not null,
    "instructions" text,
    "output_format" jsonb,
    "hitl_checkpoints" text[] default '{}'::text[] not null,
    "context_mode" character varying(20) default 'reason_alongside'::character varying(20) not null,
    "skill_id" character varying(100),
    "version" integer default '1'::integer not null,
    "is_active" boolean default 'true'::boolean not null,
    "is_system" boolean default 'false'::boolean not null,
    "token_estimate" integer,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "skills"."skill_definitions" add constraint "skill_definitions_pkey" primary key ("tenant_id", "id");

alter table "skills"."skill_definitions" add constraint "skill_definitions_skill_key_key" unique ("tenant_id", "skill_key");

alter table "skills"."skill_definitions" add constraint "skill_definitions_output_format_shape" check ("catalog".matches_shape("output_format", '{"type":"object"}'::jsonb));

alter table "skills"."skill_definitions" add constraint "skill_definitions_context_mode_one_of" check ("context_mode"::text in ('reason_alongside'::text, 'compute_and_return'::text));

alter table "skills"."skill_definitions" add constraint "skill_definitions_version_range" check ("version" >= 1);

alter table "skills"."skill_definitions" add constraint "skill_definitions_token_estimate_range" check ("token_estimate" >= 0);

alter table "skills"."skill_definitions" add constraint "skill_definitions_tenant_present" check (tenant_id <> '');

create index "skill_definitions_triggers_gin_idx" on "skills"."skill_definitions" using gin ("triggers");

create index "skill_definitions_domain_tags_gin_idx" on "skills"."skill_definitions" using gin ("domain_tags");

create index "skill_definitions_skill_id_idx" on "skills"."skill_definitions" using btree ("tenant_id", "skill_id");

create index "skill_definitions_search_idx" on "skills"."skill_definitions" using gin (("catalog".search_words("skill_key"::text, "display_name"::text, "description")));

comment on table "skills"."skill_definitions" is 'A skill of the kind that agents are built from: when it is chosen, what it says, and how its result is used.';

comment on column "skills"."skill_definitions"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."skill_definitions"."id" is 'The skill''s own id.';

comment on column "skills"."skill_definitions"."skill_key" is 'The word that agents name it by.';

comment on column "skills"."skill_definitions"."display_name" is 'The name that people see.';

comment on column "skills"."skill_definitions"."description" is 'What it is for, as a model reads it.';

comment on column "skills"."skill_definitions"."triggers" is 'Words that call for it.';

comment on column "skills"."skill_definitions"."domain_tags" is 'The fields that it belongs to.';

comment on column "skills"."skill_definitions"."instructions" is 'Its steps, needs and form of answer: what is loaded when it is chosen.';

comment on column "skills"."skill_definitions"."output_format" is 'The form of its result, as JSON Schema.';

comment on column "skills"."skill_definitions"."hitl_checkpoints" is 'The points at which a person must be asked.';

comment on column "skills"."skill_definitions"."context_mode" is 'Whether it reasons in the conversation, or computes apart and returns a result.';

comment on column "skills"."skill_definitions"."skill_id" is 'The same skill in the three-tier register.';

comment on column "skills"."skill_definitions"."version" is 'Its version.';

comment on column "skills"."skill_definitions"."is_active" is 'Whether it may be used.';

comment on column "skills"."skill_definitions"."is_system" is 'Whether it came with the product.';

comment on column "skills"."skill_definitions"."token_estimate" is 'About how many tokens its instructions take.';

comment on column "skills"."skill_definitions"."created_at" is 'When the row was made.';

comment on column "skills"."skill_definitions"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."skill_definitions"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."skill_personas" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" uuid default (gen_random_uuid()),
    "skill_id" uuid not null,
    "persona_key" character varying(128) not null,
    "display_name" character varying(255),
    "prompt_text" text,
    "prompt_template_ref" character varying(255),
    "is_default" boolean default 'false'::boolean not null,
    "sort_order" integer default '0'::integer not null,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "skills"."skill_personas" add constraint "skill_personas_pkey" primary key ("tenant_id", "id");

alter table "skills"."skill_personas" add constraint "skill_personas_skill_id_persona_key_key" unique ("tenant_id", "skill_id", "persona_key");

create unique index "skill_personas_skill_id_key" on "skills"."skill_personas" ("tenant_id", "skill_id") where is_default and deleted_at is null;

alter table "skills"."skill_personas" add constraint "skill_personas_tenant_present" check (tenant_id <> '');

alter table "skills"."skill_personas" add constraint "skill_personas_one_text_or_one_template_check" check ((prompt_text is null) <> (prompt_template_ref is null));

create index "skill_personas_skill_id_sort_order_idx" on "skills"."skill_personas" using btree ("tenant_id", "skill_id", "sort_order");

create index "skill_personas_search_idx" on "skills"."skill_personas" using gin (("catalog".search_words("persona_key"::text, "display_name"::text)));

comment on table "skills"."skill_personas" is 'The voice that a skill speaks with, inline or as a prompt template.';

comment on column "skills"."skill_personas"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."skill_personas"."id" is 'The persona''s own id.';

comment on column "skills"."skill_personas"."skill_id" is 'The skill.';

comment on column "skills"."skill_personas"."persona_key" is 'Its word, unique within the skill.';

comment on column "skills"."skill_personas"."display_name" is 'The name that people see.';

comment on column "skills"."skill_personas"."prompt_text" is 'The voice and identity, as text.';

comment on column "skills"."skill_personas"."prompt_template_ref" is 'Or the prompt template, as namespace and slug.';

comment on column "skills"."skill_personas"."is_default" is 'Whether it speaks unless told otherwise; at most one does.';

comment on column "skills"."skill_personas"."sort_order" is 'Its place among the skill''s personas.';

comment on column "skills"."skill_personas"."created_at" is 'When the row was made.';

comment on column "skills"."skill_personas"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."skill_personas"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "skills"."skills" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" character varying(100),
    "name" character varying(200) not null,
    "tier1_manifest" jsonb not null,
    "tier2_definition" jsonb not null,
    "tier3_artifact_refs" jsonb,
    "domain_tags" character varying(100)[],
    "status" character varying(20) default 'active'::character varying(20) not null,
    "created_at" timestamp with time zone default (now()) not null,
    "updated_at" timestamp with time zone default (now()) not null,
    "skill_code" text,
    "tier1_token_estimate" integer,
    "tier2_token_estimate" integer,
    "deleted_at" timestamp with time zone
);

alter table "skills"."skills" add constraint "skills_pkey" primary key ("tenant_id", "id");

alter table "skills"."skills" add constraint "skills_tier1_manifest_shape" check ("catalog".matches_shape("tier1_manifest", '{"type":"object"}'::jsonb));

alter table "skills"."skills" add constraint "skills_tier2_definition_shape" check ("catalog".matches_shape("tier2_definition", '{"type":"object"}'::jsonb));

alter table "skills"."skills" add constraint "skills_tier1_token_estimate_range" check ("tier1_token_estimate" >= 0);

alter table "skills"."skills" add constraint "skills_tier2_token_estimate_range" check ("tier2_token_estimate" >= 0);

alter table "skills"."skills" add constraint "skills_tenant_present" check (tenant_id <> '');

create index "skills_domain_tags_gin_idx" on "skills"."skills" using gin ("domain_tags");

create index "skills_status_idx" on "skills"."skills" using btree ("tenant_id", "status");

create index "skills_search_idx" on "skills"."skills" using gin (("catalog".search_words("id"::text, "name"::text)));

comment on table "skills"."skills" is 'A skill in three tiers: the manifest that is always shown, the definition that is loaded when it is chosen, and its artifacts.';

comment on column "skills"."skills"."tenant_id" is 'The tenant that owns the row.';

comment on column "skills"."skills"."id" is 'The skill''s own id.';

comment on column "skills"."skills"."name" is 'The name that people see.';

comment on column "skills"."skills"."tier1_manifest" is 'What is always shown: name, description, what calls for it. About 50 tokens.';

comment on column "skills"."skills"."tier2_definition" is 'What is loaded when it is chosen: steps, needs, form of the answer, checkpoints. About 200 to 800 tokens.';

comment on column "skills"."skills"."tier3_artifact_refs" is 'The artifacts that are loaded with it.';

comment on column "skills"."skills"."domain_tags" is 'The fields that it belongs to, to find it by.';

comment on column "skills"."skills"."status" is 'Whether it may be used.';

comment on column "skills"."skills"."created_at" is 'When the row was made.';

comment on column "skills"."skills"."updated_at" is 'When the row last changed; kept by the database.';

comment on column "skills"."skills"."skill_code" is 'The skill in the herd''s register that it is.';

comment on column "skills"."skills"."tier1_token_estimate" is 'About how many tokens the manifest takes.';

comment on column "skills"."skills"."tier2_token_estimate" is 'About how many tokens the definition takes.';

comment on column "skills"."skills"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "warehouse"."run" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "run_id" uuid default (gen_random_uuid()),
    "reason" text default 'manual'::text not null,
    "requested_by" text,
    "requests" integer default '1'::integer not null,
    "selection" text,
    "full_refresh" boolean default 'false'::boolean not null,
    "status" text default 'queued'::text not null,
    "requested_at" timestamp with time zone default (now()) not null,
    "started_at" timestamp with time zone,
    "ended_at" timestamp with time zone,
    "builder" text,
    "generation" integer,
    "resumed" boolean default 'false'::boolean not null,
    "rows_extracted" bigint,
    "steps_total" integer,
    "steps_done" integer,
    "doing" text,
    "error" text,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "warehouse"."run" add constraint "run_pkey" primary key ("tenant_id", "run_id");

create unique index "run_status_key" on "warehouse"."run" ("tenant_id", "status") where status = 'queued';

alter table "warehouse"."run" add constraint "run_reason_one_of" check ("reason" in ('manual'::text, 'schedule'::text, 'event'::text, 'cli'::text));

alter table "warehouse"."run" add constraint "run_requests_range" check ("requests" >= 1);

alter table "warehouse"."run" add constraint "run_status_one_of" check ("status" in ('queued'::text, 'running'::text, 'succeeded'::text, 'failed'::text, 'unchanged'::text, 'cancelled'::text));

alter table "warehouse"."run" add constraint "run_tenant_present" check (tenant_id <> '');

create index "run_requested_at_idx" on "warehouse"."run" using btree ("tenant_id", "requested_at");

create index "run_status_requested_at_idx" on "warehouse"."run" using btree ("tenant_id", "status", "requested_at");

comment on table "warehouse"."run" is 'One build of the warehouse: asked for, under way, or done, and what came of it.';

comment on column "warehouse"."run"."tenant_id" is 'The tenant that owns the row.';

comment on column "warehouse"."run"."run_id" is 'The run''s own key.';

comment on column "warehouse"."run"."reason" is 'Why it was asked for first.';

comment on column "warehouse"."run"."requested_by" is 'Who asked for it first.';

comment on column "warehouse"."run"."requests" is 'How often it was asked for before it began: what is asked for while a run waits joins it.';

comment on column "warehouse"."run"."selection" is 'The models that were asked for, in dbt''s words; empty for all.';

comment on column "warehouse"."run"."full_refresh" is 'Whether everything is made anew.';

comment on column "warehouse"."run"."status" is 'Where it stands.';

comment on column "warehouse"."run"."requested_at" is 'When it was asked for.';

comment on column "warehouse"."run"."started_at" is 'When it began; empty while it waits.';

comment on column "warehouse"."run"."ended_at" is 'When it ended.';

comment on column "warehouse"."run"."builder" is 'The program that builds: its process, machine and folder.';

comment on column "warehouse"."run"."generation" is 'The generation that it published; empty where it published none.';

comment on column "warehouse"."run"."resumed" is 'Whether it went on where another had ended before its time.';

comment on column "warehouse"."run"."rows_extracted" is 'Rows taken from the book.';

comment on column "warehouse"."run"."steps_total" is 'Steps that it will take.';

comment on column "warehouse"."run"."steps_done" is 'Steps that are done.';

comment on column "warehouse"."run"."doing" is 'What it does now.';

comment on column "warehouse"."run"."error" is 'What went wrong.';

comment on column "warehouse"."run"."created_at" is 'When the row was made.';

comment on column "warehouse"."run"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "warehouse"."run"."deleted_at" is 'When the row was deleted; empty while it stands.';

create table "warehouse"."run_step" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "booking_id" bigint generated always as identity (sequence name "warehouse"."run_step_booking_id_seq") not null,
    "run_id" uuid not null,
    "step" text not null,
    "name" text not null,
    "status" text not null,
    "rows" bigint,
    "duration_ms" bigint,
    "error" text,
    "line" integer,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "warehouse"."run_step" add constraint "run_step_pkey" primary key ("tenant_id", "booking_id");

alter table "warehouse"."run_step" add constraint "run_step_step_one_of" check ("step" in ('extract'::text, 'model'::text, 'test'::text, 'publish'::text));

alter table "warehouse"."run_step" add constraint "run_step_status_one_of" check ("status" in ('done'::text, 'failed'::text, 'blocked'::text, 'warned'::text, 'kept'::text));

alter table "warehouse"."run_step" add constraint "run_step_tenant_present" check (tenant_id <> '');

create index "run_step_run_id_booking_id_idx" on "warehouse"."run_step" using btree ("tenant_id", "run_id", "booking_id");

create index "run_step_booked_xid_idx" on "warehouse"."run_step" (booked_xid);

comment on table "warehouse"."run_step" is 'A step of a build of the warehouse: an extract, a model or a test, with its rows and its time.';

comment on column "warehouse"."run_step"."tenant_id" is 'The tenant that owns the row.';

comment on column "warehouse"."run_step"."booking_id" is 'The booking''s number, given in the order of booking.';

comment on column "warehouse"."run_step"."run_id" is 'The run.';

comment on column "warehouse"."run_step"."step" is 'What sort of step it is.';

comment on column "warehouse"."run_step"."name" is 'The table, model or test.';

comment on column "warehouse"."run_step"."status" is 'How it ended: kept is a model whose inputs did not change, blocked one whose inputs failed.';

comment on column "warehouse"."run_step"."rows" is 'Rows written; of a test, rows that fail it.';

comment on column "warehouse"."run_step"."duration_ms" is 'How long it took.';

comment on column "warehouse"."run_step"."error" is 'What went wrong.';

comment on column "warehouse"."run_step"."line" is 'The line of the model''s file.';

comment on column "warehouse"."run_step"."booked_at" is 'When the row was booked.';

comment on column "warehouse"."run_step"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "warehouse"."saved_query" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "query_code" text,
    "title" text not null,
    "about" text,
    "sql" text not null,
    "chart" jsonb,
    "created_at" timestamp with time zone default (now()) not null,
    "modified_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "warehouse"."saved_query" add constraint "saved_query_pkey" primary key ("tenant_id", "query_code");

alter table "warehouse"."saved_query" add constraint "saved_query_query_code_pattern" check ("query_code" ~ '^[a-z0-9][a-z0-9-]{0,62}$');

alter table "warehouse"."saved_query" add constraint "saved_query_tenant_present" check (tenant_id <> '');

alter table "warehouse"."saved_query" add constraint "saved_query_title_is_short_check" check (length(title) between 1 and 120);

alter table "warehouse"."saved_query" add constraint "saved_query_sql_is_bounded_check" check (length(sql) between 1 and 50000);

create index "saved_query_search_idx" on "warehouse"."saved_query" using gin (("catalog".search_words("title", "about", "sql")));

comment on table "warehouse"."saved_query" is 'A question to the warehouse under a name: its SQL, and how the answer is drawn.';

comment on column "warehouse"."saved_query"."tenant_id" is 'The tenant that owns the row.';

comment on column "warehouse"."saved_query"."query_code" is 'The query''s own code, as it stands in addresses.';

comment on column "warehouse"."saved_query"."title" is 'Its name, for people.';

comment on column "warehouse"."saved_query"."about" is 'What it answers.';

comment on column "warehouse"."saved_query"."sql" is 'One statement that reads.';

comment on column "warehouse"."saved_query"."chart" is 'How the answer is drawn; empty for a grid.';

comment on column "warehouse"."saved_query"."created_at" is 'When the row was made.';

comment on column "warehouse"."saved_query"."modified_at" is 'When the row last changed; kept by the database.';

comment on column "warehouse"."saved_query"."deleted_at" is 'When the row was deleted; empty while it stands.';

alter table "agent"."block_actions" add constraint "block_actions_block_id_fkey" foreign key ("tenant_id", "block_id") references "agent"."blocks" ("tenant_id", "id") on delete cascade;

alter table "agent"."blocks" add constraint "blocks_artifact_id_fkey" foreign key ("tenant_id", "artifact_id") references "agent"."artifacts" ("tenant_id", "id");

alter table "agent"."execution_runs" add constraint "execution_runs_session_id_fkey" foreign key ("tenant_id", "session_id") references "agent"."sessions" ("tenant_id", "id");

alter table "agent"."facts" add constraint "facts_source_event_id_fkey" foreign key ("tenant_id", "source_event_id") references "agent"."events" ("tenant_id", "id");

alter table "agent"."goals" add constraint "goals_parent_goal_id_fkey" foreign key ("tenant_id", "parent_goal_id") references "agent"."goals" ("tenant_id", "id");

alter table "agent"."profile_tools" add constraint "profile_tools_profile_id_fkey" foreign key ("tenant_id", "profile_id") references "agent"."profiles" ("tenant_id", "id");

alter table "agent"."profile_tools" add constraint "profile_tools_tool_id_fkey" foreign key ("tenant_id", "tool_id") references "agent"."tools" ("tenant_id", "id");

alter table "agent"."profiles" add constraint "profiles_name_fkey" foreign key ("tenant_id", "name") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "agent"."profiles" add constraint "profiles_default_context_recipe_id_fkey" foreign key ("tenant_id", "default_context_recipe_id") references "agent"."context_recipes" ("tenant_id", "id");

alter table "agent"."reflections" add constraint "reflections_session_id_fkey" foreign key ("tenant_id", "session_id") references "agent"."sessions" ("tenant_id", "id");

alter table "agent"."reflections" add constraint "reflections_client_person_id_fkey" foreign key ("tenant_id", "client_person_id") references "erp"."people" ("tenant_id", "id");

alter table "agent"."sessions" add constraint "sessions_profile_id_fkey" foreign key ("tenant_id", "profile_id") references "agent"."profiles" ("tenant_id", "id");

alter table "agent"."sessions" add constraint "sessions_client_person_id_fkey" foreign key ("tenant_id", "client_person_id") references "erp"."people" ("tenant_id", "id");

alter table "agent"."sessions" add constraint "sessions_context_recipe_id_fkey" foreign key ("tenant_id", "context_recipe_id") references "agent"."context_recipes" ("tenant_id", "id");

alter table "agent"."sessions" add constraint "sessions_agent_instance_code_fkey" foreign key ("tenant_id", "agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "agent"."sessions" add constraint "sessions_parent_session_id_fkey" foreign key ("tenant_id", "parent_session_id") references "agent"."sessions" ("tenant_id", "id");

alter table "agent"."step_evaluations" add constraint "step_evaluations_execution_run_id_fkey" foreign key ("tenant_id", "execution_run_id") references "agent"."execution_runs" ("tenant_id", "id") on delete cascade;

alter table "compliance"."checklist_artifacts" add constraint "checklist_artifacts_checklist_id_fkey" foreign key ("tenant_id", "checklist_id") references "compliance"."filing_checklists" ("tenant_id", "id") on delete cascade;

alter table "compliance"."compliance_status" add constraint "compliance_status_checklist_id_fkey" foreign key ("tenant_id", "checklist_id") references "compliance"."filing_checklists" ("tenant_id", "id");

alter table "compliance"."filing_checklists" add constraint "filing_checklists_template_id_fkey" foreign key ("tenant_id", "template_id") references "compliance"."checklist_templates" ("tenant_id", "id");

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_checklist_id_fkey" foreign key ("tenant_id", "checklist_id") references "compliance"."filing_checklists" ("tenant_id", "id") on delete cascade;

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_rule_version_id_fkey" foreign key ("tenant_id", "rule_version_id") references "compliance"."rule_versions" ("tenant_id", "id");

alter table "compliance"."filing_rule_snapshots" add constraint "filing_rule_snapshots_superseded_by_fkey" foreign key ("tenant_id", "superseded_by") references "compliance"."rule_versions" ("tenant_id", "id");

alter table "control"."agent_lease" add constraint "agent_lease_target_agent_id_fkey" foreign key ("tenant_id", "target_agent_id") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."agent_lease" add constraint "agent_lease_run_id_fkey" foreign key ("tenant_id", "run_id") references "control"."scheduler_run" ("tenant_id", "run_id");

alter table "control"."business_link" add constraint "business_link_agent_slug_fkey" foreign key ("tenant_id", "agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."classification_rule" add constraint "classification_rule_domain_id_fkey" foreign key ("tenant_id", "domain_id") references "control"."domain" ("tenant_id", "domain_id");

alter table "control"."delegation" add constraint "delegation_acting_agent_fkey" foreign key ("tenant_id", "acting_agent") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."learning_proposal" add constraint "learning_proposal_target_agent_slug_fkey" foreign key ("tenant_id", "target_agent_slug") references "control"."persistent_domain_agent_profile" ("tenant_id", "agent_slug");

alter table "control"."learning_proposal" add constraint "learning_proposal_rebased_from_proposal_id_fkey" foreign key ("tenant_id", "rebased_from_proposal_id") references "control"."learning_proposal" ("tenant_id", "proposal_id");

alter table "control"."patch_plan" add constraint "patch_plan_diff_id_fkey" foreign key ("tenant_id", "diff_id") references "control"."topology_diff" ("tenant_id", "diff_id");

alter table "control"."patch_plan" add constraint "patch_plan_approval_request_id_fkey" foreign key ("tenant_id", "approval_request_id") references "governance"."approval_requests" ("tenant_id", "id");

alter table "control"."patch_step" add constraint "patch_step_plan_id_fkey" foreign key ("tenant_id", "plan_id") references "control"."patch_plan" ("tenant_id", "plan_id") on delete cascade;

alter table "control"."patch_step" add constraint "patch_step_agent_slug_fkey" foreign key ("tenant_id", "agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."patch_step" add constraint "patch_step_to_agent_slug_fkey" foreign key ("tenant_id", "to_agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_agent_slug_fkey" foreign key ("tenant_id", "agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_domain_id_fkey" foreign key ("tenant_id", "domain_id") references "control"."domain" ("tenant_id", "domain_id");

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_tool_profile_id_fkey" foreign key ("tenant_id", "tool_profile_id") references "control"."tool_profile" ("tenant_id", "tool_profile_id");

alter table "control"."persistent_domain_agent_profile" add constraint "persistent_domain_agent_profile_business_link_id_fkey" foreign key ("tenant_id", "business_link_id") references "control"."business_link" ("tenant_id", "business_link_id");

alter table "control"."rollout_record" add constraint "rollout_record_plan_id_fkey" foreign key ("tenant_id", "plan_id") references "control"."patch_plan" ("tenant_id", "plan_id");

alter table "control"."rollout_record" add constraint "rollout_record_rolls_back_rollout_id_fkey" foreign key ("tenant_id", "rolls_back_rollout_id") references "control"."rollout_record" ("tenant_id", "rollout_id");

alter table "control"."team_setup" add constraint "team_setup_classification_id_fkey" foreign key ("tenant_id", "classification_id") references "control"."classification_result" ("tenant_id", "classification_id");

alter table "control"."team_setup" add constraint "team_setup_domain_id_fkey" foreign key ("tenant_id", "domain_id") references "control"."domain" ("tenant_id", "domain_id");

alter table "control"."team_setup" add constraint "team_setup_bundle_checksum_fkey" foreign key ("tenant_id", "bundle_checksum") references "control"."bootstrap_bundle" ("tenant_id", "bundle_checksum");

alter table "control"."team_setup_member" add constraint "team_setup_member_setup_id_fkey" foreign key ("tenant_id", "setup_id") references "control"."team_setup" ("tenant_id", "setup_id");

alter table "control"."team_setup_member" add constraint "team_setup_member_agent_slug_fkey" foreign key ("tenant_id", "agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."team_setup_member" add constraint "team_setup_member_tool_profile_id_fkey" foreign key ("tenant_id", "tool_profile_id") references "control"."tool_profile" ("tenant_id", "tool_profile_id");

alter table "control"."topology_diff" add constraint "topology_diff_from_snapshot_id_fkey" foreign key ("tenant_id", "from_snapshot_id") references "control"."topology_snapshot" ("tenant_id", "snapshot_id");

alter table "control"."topology_diff" add constraint "topology_diff_to_snapshot_id_fkey" foreign key ("tenant_id", "to_snapshot_id") references "control"."topology_snapshot" ("tenant_id", "snapshot_id");

alter table "control"."topology_edge" add constraint "topology_edge_snapshot_id_fkey" foreign key ("tenant_id", "snapshot_id") references "control"."topology_snapshot" ("tenant_id", "snapshot_id");

alter table "control"."topology_edge" add constraint "topology_edge_from_agent_slug_fkey" foreign key ("tenant_id", "from_agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."topology_edge" add constraint "topology_edge_to_agent_slug_fkey" foreign key ("tenant_id", "to_agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."topology_node" add constraint "topology_node_snapshot_id_fkey" foreign key ("tenant_id", "snapshot_id") references "control"."topology_snapshot" ("tenant_id", "snapshot_id");

alter table "control"."topology_node" add constraint "topology_node_agent_slug_fkey" foreign key ("tenant_id", "agent_slug") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."topology_snapshot" add constraint "topology_snapshot_setup_id_fkey" foreign key ("tenant_id", "setup_id") references "control"."team_setup" ("tenant_id", "setup_id");

alter table "control"."watchdog_observation" add constraint "watchdog_observation_agent_id_fkey" foreign key ("tenant_id", "agent_id") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "control"."watchdog_observation" add constraint "watchdog_observation_run_id_fkey" foreign key ("tenant_id", "run_id") references "control"."scheduler_run" ("tenant_id", "run_id");

alter table "control"."workspace_record" add constraint "workspace_record_agent_slug_fkey" foreign key ("tenant_id", "agent_slug") references "control"."persistent_domain_agent_profile" ("tenant_id", "agent_slug");

alter table "entities"."entities" add constraint "entities_type_id_fkey" foreign key ("tenant_id", "type_id") references "entities"."entity_type_definitions" ("tenant_id", "type_id");

alter table "entities"."entity_field_definitions" add constraint "entity_field_definitions_type_id_fkey" foreign key ("tenant_id", "type_id") references "entities"."entity_type_definitions" ("tenant_id", "type_id") on delete cascade;

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_parent_type_id_fkey" foreign key ("tenant_id", "parent_type_id") references "entities"."entity_type_definitions" ("tenant_id", "type_id") on delete cascade;

alter table "entities"."entity_relationship_rules" add constraint "entity_relationship_rules_child_type_id_fkey" foreign key ("tenant_id", "child_type_id") references "entities"."entity_type_definitions" ("tenant_id", "type_id") on delete cascade;

alter table "entities"."relationships" add constraint "relationships_parent_entity_id_fkey" foreign key ("tenant_id", "parent_entity_id") references "entities"."entities" ("tenant_id", "entity_id") on delete cascade;

alter table "entities"."relationships" add constraint "relationships_child_entity_id_fkey" foreign key ("tenant_id", "child_entity_id") references "entities"."entities" ("tenant_id", "entity_id") on delete cascade;

alter table "entities"."relationships" add constraint "relationships_rule_id_fkey" foreign key ("tenant_id", "rule_id") references "entities"."entity_relationship_rules" ("tenant_id", "rule_id");

alter table "entities"."rrc_field_mappings" add constraint "rrc_field_mappings_type_id_fkey" foreign key ("tenant_id", "type_id") references "entities"."entity_type_definitions" ("tenant_id", "type_id") on delete cascade;

alter table "entities"."rrc_field_mappings" add constraint "rrc_field_mappings_entity_field_id_fkey" foreign key ("tenant_id", "entity_field_id") references "entities"."entity_field_definitions" ("tenant_id", "field_id") on delete cascade;

alter table "erp"."engagements" add constraint "engagements_client_org_id_fkey" foreign key ("tenant_id", "client_org_id") references "erp"."organizations" ("tenant_id", "id");

alter table "erp"."engagements" add constraint "engagements_primary_contact_id_fkey" foreign key ("tenant_id", "primary_contact_id") references "erp"."people" ("tenant_id", "id");

alter table "erp"."engagements" add constraint "engagements_project_id_fkey" foreign key ("tenant_id", "project_id") references "erp"."projects" ("tenant_id", "id");

alter table "erp"."invoices" add constraint "invoices_organization_id_fkey" foreign key ("tenant_id", "organization_id") references "erp"."organizations" ("tenant_id", "id");

alter table "erp"."invoices" add constraint "invoices_engagement_id_fkey" foreign key ("tenant_id", "engagement_id") references "erp"."engagements" ("tenant_id", "id");

alter table "erp"."okrs" add constraint "okrs_owner_person_id_fkey" foreign key ("tenant_id", "owner_person_id") references "erp"."people" ("tenant_id", "id");

alter table "erp"."projects" add constraint "projects_owner_person_id_fkey" foreign key ("tenant_id", "owner_person_id") references "erp"."people" ("tenant_id", "id");

alter table "erp"."projects" add constraint "projects_organization_id_fkey" foreign key ("tenant_id", "organization_id") references "erp"."organizations" ("tenant_id", "id");

alter table "erp"."tasks" add constraint "tasks_project_id_fkey" foreign key ("tenant_id", "project_id") references "erp"."projects" ("tenant_id", "id");

alter table "erp"."tasks" add constraint "tasks_engagement_id_fkey" foreign key ("tenant_id", "engagement_id") references "erp"."engagements" ("tenant_id", "id");

alter table "erp"."tasks" add constraint "tasks_assignee_id_fkey" foreign key ("tenant_id", "assignee_id") references "erp"."people" ("tenant_id", "id");

alter table "governance"."conversations" add constraint "conversations_agent_instance_code_fkey" foreign key ("tenant_id", "agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "governance"."users" add constraint "users_person_id_fkey" foreign key ("tenant_id", "person_id") references "erp"."people" ("tenant_id", "id");

alter table "herd"."agent_def" add constraint "agent_def_default_model_code_fkey" foreign key ("tenant_id", "default_model_code") references "herd"."model_def" ("tenant_id", "model_code");

alter table "herd"."agent_instance" add constraint "agent_instance_agent_code_fkey" foreign key ("tenant_id", "agent_code") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "herd"."agent_instance" add constraint "agent_instance_model_code_fkey" foreign key ("tenant_id", "model_code") references "herd"."model_def" ("tenant_id", "model_code");

alter table "herd"."agent_instance" add constraint "agent_instance_craft_version_code_fkey" foreign key ("tenant_id", "craft_version_code") references "herd"."craft_version" ("tenant_id", "craft_version_code");

alter table "herd"."agent_instance" add constraint "agent_instance_personality_version_code_fkey" foreign key ("tenant_id", "personality_version_code") references "herd"."personality_version" ("tenant_id", "personality_version_code");

alter table "herd"."agent_instance" add constraint "agent_instance_ticket_code_fkey" foreign key ("tenant_id", "ticket_code") references "herd"."ticket_def" ("tenant_id", "ticket_code");

alter table "herd"."agent_instance" add constraint "agent_instance_spawned_by_agent_instance_code_fkey" foreign key ("tenant_id", "spawned_by_agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "herd"."agent_instance" add constraint "agent_instance_project_code_fkey" foreign key ("tenant_id", "project_code") references "herd"."project_def" ("tenant_id", "project_code");

alter table "herd"."agent_instance" add constraint "agent_instance_root_agent_instance_code_fkey" foreign key ("tenant_id", "root_agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "herd"."agent_instance_skillset" add constraint "agent_instance_skillset_agent_instance_code_fkey" foreign key ("tenant_id", "agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "herd"."agent_instance_skillset" add constraint "agent_instance_skillset_skillset_version_code_fkey" foreign key ("tenant_id", "skillset_version_code") references "herd"."skillset_version" ("tenant_id", "skillset_version_code");

alter table "herd"."agent_observation" add constraint "agent_observation_agent_code_fkey" foreign key ("tenant_id", "agent_code") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "herd"."agent_skillset" add constraint "agent_skillset_agent_code_fkey" foreign key ("tenant_id", "agent_code") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "herd"."agent_skillset" add constraint "agent_skillset_skillset_code_fkey" foreign key ("tenant_id", "skillset_code") references "herd"."skillset_def" ("tenant_id", "skillset_code");

alter table "herd"."craft_version" add constraint "craft_version_craft_code_fkey" foreign key ("tenant_id", "craft_code") references "herd"."craft_def" ("tenant_id", "craft_code");

alter table "herd"."decision_record" add constraint "decision_record_ticket_code_fkey" foreign key ("tenant_id", "ticket_code") references "herd"."ticket_def" ("tenant_id", "ticket_code");

alter table "herd"."personality_version" add constraint "personality_version_personality_code_fkey" foreign key ("tenant_id", "personality_code") references "herd"."personality_def" ("tenant_id", "personality_code");

alter table "herd"."pr_def" add constraint "pr_def_ticket_code_fkey" foreign key ("tenant_id", "ticket_code") references "herd"."ticket_def" ("tenant_id", "ticket_code");

alter table "herd"."pr_def" add constraint "pr_def_creator_agent_instance_code_fkey" foreign key ("tenant_id", "creator_agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "herd"."project_def" add constraint "project_def_initiative_code_fkey" foreign key ("tenant_id", "initiative_code") references "herd"."initiative_def" ("tenant_id", "initiative_code");

alter table "herd"."review_def" add constraint "review_def_pr_code_fkey" foreign key ("tenant_id", "pr_code") references "herd"."pr_def" ("tenant_id", "pr_code");

alter table "herd"."review_def" add constraint "review_def_reviewer_agent_instance_code_fkey" foreign key ("tenant_id", "reviewer_agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "herd"."review_finding" add constraint "review_finding_review_code_fkey" foreign key ("tenant_id", "review_code") references "herd"."review_def" ("tenant_id", "review_code");

alter table "herd"."skill_skillset" add constraint "skill_skillset_skill_code_fkey" foreign key ("tenant_id", "skill_code") references "herd"."skill_def" ("tenant_id", "skill_code");

alter table "herd"."skill_skillset" add constraint "skill_skillset_skillset_code_fkey" foreign key ("tenant_id", "skillset_code") references "herd"."skillset_def" ("tenant_id", "skillset_code");

alter table "herd"."skill_version" add constraint "skill_version_skill_code_fkey" foreign key ("tenant_id", "skill_code") references "herd"."skill_def" ("tenant_id", "skill_code");

alter table "herd"."skillset_version" add constraint "skillset_version_skillset_code_fkey" foreign key ("tenant_id", "skillset_code") references "herd"."skillset_def" ("tenant_id", "skillset_code");

alter table "herd"."ticket_def" add constraint "ticket_def_project_code_fkey" foreign key ("tenant_id", "project_code") references "herd"."project_def" ("tenant_id", "project_code");

alter table "herd"."ticket_def" add constraint "ticket_def_current_sprint_code_fkey" foreign key ("tenant_id", "current_sprint_code") references "herd"."sprint_def" ("tenant_id", "sprint_code");

alter table "intake"."reject" add constraint "reject_source_file_id_fkey" foreign key ("tenant_id", "source_file_id") references "intake"."source_file" ("tenant_id", "source_file_id");

alter table "memory"."logic_updates" add constraint "logic_updates_proposal_id_fkey" foreign key ("tenant_id", "proposal_id") references "memory"."table_proposals" ("tenant_id", "id");

alter table "memory"."logic_updates" add constraint "logic_updates_decision_id_fkey" foreign key ("tenant_id", "decision_id") references "memory"."memory_governance_decisions" ("tenant_id", "decision_id");

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_agent_id_fkey" foreign key ("tenant_id", "agent_id") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "memory"."memory_sub_agents" add constraint "memory_sub_agents_parent_agent_id_fkey" foreign key ("tenant_id", "parent_agent_id") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "memory"."table_proposals" add constraint "table_proposals_decision_id_fkey" foreign key ("tenant_id", "decision_id") references "memory"."memory_governance_decisions" ("tenant_id", "decision_id");

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_event_id_fkey" foreign key ("tenant_id", "event_id") references "memory"."mesh_events" ("tenant_id", "event_id");

alter table "memory"."trigger_deliveries" add constraint "trigger_deliveries_trigger_id_fkey" foreign key ("tenant_id", "trigger_id") references "memory"."memory_trigger_mesh" ("tenant_id", "trigger_id");

alter table "memory"."working_memory" add constraint "working_memory_pending_approval_id_fkey" foreign key ("tenant_id", "pending_approval_id") references "governance"."approval_requests" ("tenant_id", "id");

alter table "prompts"."namespace_access_control" add constraint "namespace_access_control_namespace_id_fkey" foreign key ("tenant_id", "namespace_id") references "prompts"."prompt_namespaces" ("tenant_id", "id") on delete cascade;

alter table "prompts"."prompt_budget_tiers" add constraint "prompt_budget_tiers_namespace_id_fkey" foreign key ("tenant_id", "namespace_id") references "prompts"."prompt_namespaces" ("tenant_id", "id") on delete cascade;

alter table "prompts"."prompt_templates" add constraint "prompt_templates_namespace_id_fkey" foreign key ("tenant_id", "namespace_id") references "prompts"."prompt_namespaces" ("tenant_id", "id");

alter table "prompts"."prompt_templates" add constraint "prompt_templates_budget_tier_id_fkey" foreign key ("tenant_id", "budget_tier_id") references "prompts"."prompt_budget_tiers" ("tenant_id", "id") on delete set null ("budget_tier_id");

alter table "prompts"."prompt_templates" add constraint "prompt_templates_active_version_id_fkey" foreign key ("tenant_id", "active_version_id") references "prompts"."prompt_versions" ("tenant_id", "id");

alter table "prompts"."prompt_versions" add constraint "prompt_versions_template_id_fkey" foreign key ("tenant_id", "template_id") references "prompts"."prompt_templates" ("tenant_id", "id");

alter table "prompts"."prompt_versions" add constraint "prompt_versions_based_on_version_id_fkey" foreign key ("tenant_id", "based_on_version_id") references "prompts"."prompt_versions" ("tenant_id", "id");

alter table "skills"."agent_definitions" add constraint "agent_definitions_agent_key_fkey" foreign key ("tenant_id", "agent_key") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "skills"."agents" add constraint "agents_agent_key_fkey" foreign key ("tenant_id", "agent_key") references "herd"."agent_def" ("tenant_id", "agent_code");

alter table "skills"."skill_artifacts" add constraint "skill_artifacts_skill_id_fkey" foreign key ("tenant_id", "skill_id") references "skills"."skills" ("tenant_id", "id");

alter table "skills"."skill_code_blocks" add constraint "skill_code_blocks_skill_id_fkey" foreign key ("tenant_id", "skill_id") references "skills"."skill_definitions" ("tenant_id", "id") on delete cascade;

alter table "skills"."skill_context_templates" add constraint "skill_context_templates_skill_id_fkey" foreign key ("tenant_id", "skill_id") references "skills"."skill_definitions" ("tenant_id", "id") on delete cascade;

alter table "skills"."skill_definitions" add constraint "skill_definitions_skill_id_fkey" foreign key ("tenant_id", "skill_id") references "skills"."skills" ("tenant_id", "id");

alter table "skills"."skill_personas" add constraint "skill_personas_skill_id_fkey" foreign key ("tenant_id", "skill_id") references "skills"."skill_definitions" ("tenant_id", "id") on delete cascade;

alter table "agent"."artifacts" enable row level security;

alter table "agent"."artifacts" force row level security;

create policy tenant on "agent"."artifacts" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."artifacts" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."artifacts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."artifacts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."artifacts" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."artifacts" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."artifacts" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."artifacts" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."artifacts" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."artifacts" enable always trigger herdbook_refuse_delete;

alter table "agent"."artifacts" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."artifacts" enable always trigger herdbook_refuse_truncate;

alter table "agent"."artifacts" enable always trigger herdbook_keep_times;

alter table "agent"."artifacts" enable always trigger herdbook_cascade_delete;

alter table "agent"."artifacts" enable always trigger herdbook_history_insert;

alter table "agent"."artifacts" enable always trigger herdbook_history_update;

alter table "agent"."artifacts" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."artifacts" to herdbook_app;

grant usage, update on sequence "agent"."artifacts_id_seq" to herdbook_app;

alter table "agent"."block_actions" enable row level security;

alter table "agent"."block_actions" force row level security;

create policy tenant on "agent"."block_actions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."block_actions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."block_actions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."block_actions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."block_actions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."block_actions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."block_actions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."block_actions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."block_actions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."block_actions" enable always trigger herdbook_refuse_delete;

alter table "agent"."block_actions" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."block_actions" enable always trigger herdbook_refuse_truncate;

alter table "agent"."block_actions" enable always trigger herdbook_keep_times;

alter table "agent"."block_actions" enable always trigger herdbook_cascade_delete;

alter table "agent"."block_actions" enable always trigger herdbook_history_insert;

alter table "agent"."block_actions" enable always trigger herdbook_history_update;

alter table "agent"."block_actions" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."block_actions" to herdbook_app;

grant usage, update on sequence "agent"."block_actions_id_seq" to herdbook_app;

alter table "agent"."blocks" enable row level security;

alter table "agent"."blocks" force row level security;

create policy tenant on "agent"."blocks" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."blocks" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."blocks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."blocks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."blocks" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_subject before insert or update of "source_table" on "agent"."blocks" for each row when (new."source_table" is not null) execute function "catalog".check_subject('source_table');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."blocks" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."blocks" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."blocks" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "agent"."blocks" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."blocks" enable always trigger herdbook_refuse_delete;

alter table "agent"."blocks" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."blocks" enable always trigger herdbook_refuse_truncate;

alter table "agent"."blocks" enable always trigger herdbook_keep_times;

alter table "agent"."blocks" enable always trigger herdbook_subject;

alter table "agent"."blocks" enable always trigger herdbook_cascade_delete;

alter table "agent"."blocks" enable always trigger herdbook_history_insert;

alter table "agent"."blocks" enable always trigger herdbook_history_update;

alter table "agent"."blocks" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."blocks" to herdbook_app;

grant usage, update on sequence "agent"."blocks_id_seq" to herdbook_app;

alter table "agent"."context_recipes" enable row level security;

alter table "agent"."context_recipes" force row level security;

create policy tenant on "agent"."context_recipes" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."context_recipes" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."context_recipes" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."context_recipes" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."context_recipes" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."context_recipes" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."context_recipes" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."context_recipes" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."context_recipes" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."context_recipes" enable always trigger herdbook_refuse_delete;

alter table "agent"."context_recipes" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."context_recipes" enable always trigger herdbook_refuse_truncate;

alter table "agent"."context_recipes" enable always trigger herdbook_keep_times;

alter table "agent"."context_recipes" enable always trigger herdbook_cascade_delete;

alter table "agent"."context_recipes" enable always trigger herdbook_history_insert;

alter table "agent"."context_recipes" enable always trigger herdbook_history_update;

alter table "agent"."context_recipes" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."context_recipes" to herdbook_app;

grant usage, update on sequence "agent"."context_recipes_id_seq" to herdbook_app;

alter table "agent"."events" enable row level security;

alter table "agent"."events" force row level security;

create policy tenant on "agent"."events" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "agent"."events" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "agent"."events" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "agent"."events" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_subject before insert or update of "subject_type" on "agent"."events" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

alter table "agent"."events" enable always trigger herdbook_refuse_change;

alter table "agent"."events" enable always trigger herdbook_refuse_any_change;

alter table "agent"."events" enable always trigger herdbook_refuse_truncate;

alter table "agent"."events" enable always trigger herdbook_subject;

grant select, insert on "agent"."events" to herdbook_app;

grant usage on sequence "agent"."events_id_seq" to herdbook_app;

alter table "agent"."execution_runs" enable row level security;

alter table "agent"."execution_runs" force row level security;

create policy tenant on "agent"."execution_runs" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."execution_runs" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."execution_runs" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."execution_runs" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."execution_runs" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "subject_type" on "agent"."execution_runs" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."execution_runs" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."execution_runs" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."execution_runs" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."execution_runs" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."execution_runs" enable always trigger herdbook_refuse_delete;

alter table "agent"."execution_runs" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."execution_runs" enable always trigger herdbook_refuse_truncate;

alter table "agent"."execution_runs" enable always trigger herdbook_keep_times;

alter table "agent"."execution_runs" enable always trigger herdbook_subject;

alter table "agent"."execution_runs" enable always trigger herdbook_cascade_delete;

alter table "agent"."execution_runs" enable always trigger herdbook_history_insert;

alter table "agent"."execution_runs" enable always trigger herdbook_history_update;

alter table "agent"."execution_runs" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."execution_runs" to herdbook_app;

grant usage, update on sequence "agent"."execution_runs_id_seq" to herdbook_app;

alter table "agent"."facts" enable row level security;

alter table "agent"."facts" force row level security;

create policy tenant on "agent"."facts" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."facts" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."facts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."facts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."facts" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_subject before insert or update of "subject_type" on "agent"."facts" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."facts" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."facts" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."facts" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "agent"."facts" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."facts" enable always trigger herdbook_refuse_delete;

alter table "agent"."facts" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."facts" enable always trigger herdbook_refuse_truncate;

alter table "agent"."facts" enable always trigger herdbook_keep_times;

alter table "agent"."facts" enable always trigger herdbook_subject;

alter table "agent"."facts" enable always trigger herdbook_cascade_delete;

alter table "agent"."facts" enable always trigger herdbook_history_insert;

alter table "agent"."facts" enable always trigger herdbook_history_update;

alter table "agent"."facts" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."facts" to herdbook_app;

grant usage, update on sequence "agent"."facts_id_seq" to herdbook_app;

alter table "agent"."goals" enable row level security;

alter table "agent"."goals" force row level security;

create policy tenant on "agent"."goals" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."goals" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."goals" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."goals" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."goals" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_subject before insert or update of "subject_type" on "agent"."goals" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."goals" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."goals" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."goals" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "agent"."goals" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."goals" enable always trigger herdbook_refuse_delete;

alter table "agent"."goals" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."goals" enable always trigger herdbook_refuse_truncate;

alter table "agent"."goals" enable always trigger herdbook_keep_times;

alter table "agent"."goals" enable always trigger herdbook_subject;

alter table "agent"."goals" enable always trigger herdbook_cascade_delete;

alter table "agent"."goals" enable always trigger herdbook_history_insert;

alter table "agent"."goals" enable always trigger herdbook_history_update;

alter table "agent"."goals" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."goals" to herdbook_app;

grant usage, update on sequence "agent"."goals_id_seq" to herdbook_app;

alter table "agent"."profile_tools" enable row level security;

alter table "agent"."profile_tools" force row level security;

create policy tenant on "agent"."profile_tools" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."profile_tools" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."profile_tools" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."profile_tools" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."profile_tools" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."profile_tools" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."profile_tools" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"profile_id","tool_id"}', '{}');

create trigger herdbook_history_update after update on "agent"."profile_tools" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"profile_id","tool_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."profile_tools" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"profile_id","tool_id"}', '{}');

alter table "agent"."profile_tools" enable always trigger herdbook_refuse_delete;

alter table "agent"."profile_tools" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."profile_tools" enable always trigger herdbook_refuse_truncate;

alter table "agent"."profile_tools" enable always trigger herdbook_keep_times;

alter table "agent"."profile_tools" enable always trigger herdbook_cascade_delete;

alter table "agent"."profile_tools" enable always trigger herdbook_history_insert;

alter table "agent"."profile_tools" enable always trigger herdbook_history_update;

alter table "agent"."profile_tools" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."profile_tools" to herdbook_app;

alter table "agent"."profiles" enable row level security;

alter table "agent"."profiles" force row level security;

create policy tenant on "agent"."profiles" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."profiles" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."profiles" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."profiles" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."profiles" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_register_name before insert or update of "name" on "agent"."profiles" for each row when (new."name" is not null) execute function "catalog".register('name', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."profiles" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."profiles" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."profiles" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "agent"."profiles" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."profiles" enable always trigger herdbook_refuse_delete;

alter table "agent"."profiles" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."profiles" enable always trigger herdbook_refuse_truncate;

alter table "agent"."profiles" enable always trigger herdbook_keep_times;

alter table "agent"."profiles" enable always trigger herdbook_register_name;

alter table "agent"."profiles" enable always trigger herdbook_cascade_delete;

alter table "agent"."profiles" enable always trigger herdbook_history_insert;

alter table "agent"."profiles" enable always trigger herdbook_history_update;

alter table "agent"."profiles" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."profiles" to herdbook_app;

grant usage, update on sequence "agent"."profiles_id_seq" to herdbook_app;

alter table "agent"."reflections" enable row level security;

alter table "agent"."reflections" force row level security;

create policy tenant on "agent"."reflections" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."reflections" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."reflections" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."reflections" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."reflections" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "focal_entity_type" on "agent"."reflections" for each row when (new."focal_entity_type" is not null) execute function "catalog".check_subject('focal_entity_type');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."reflections" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."reflections" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."reflections" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."reflections" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."reflections" enable always trigger herdbook_refuse_delete;

alter table "agent"."reflections" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."reflections" enable always trigger herdbook_refuse_truncate;

alter table "agent"."reflections" enable always trigger herdbook_keep_times;

alter table "agent"."reflections" enable always trigger herdbook_subject;

alter table "agent"."reflections" enable always trigger herdbook_cascade_delete;

alter table "agent"."reflections" enable always trigger herdbook_history_insert;

alter table "agent"."reflections" enable always trigger herdbook_history_update;

alter table "agent"."reflections" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."reflections" to herdbook_app;

grant usage, update on sequence "agent"."reflections_id_seq" to herdbook_app;

alter table "agent"."sessions" enable row level security;

alter table "agent"."sessions" force row level security;

create policy tenant on "agent"."sessions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."sessions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."sessions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."sessions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."sessions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "subject_type" on "agent"."sessions" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."sessions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."sessions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."sessions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."sessions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."sessions" enable always trigger herdbook_refuse_delete;

alter table "agent"."sessions" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."sessions" enable always trigger herdbook_refuse_truncate;

alter table "agent"."sessions" enable always trigger herdbook_keep_times;

alter table "agent"."sessions" enable always trigger herdbook_subject;

alter table "agent"."sessions" enable always trigger herdbook_cascade_delete;

alter table "agent"."sessions" enable always trigger herdbook_history_insert;

alter table "agent"."sessions" enable always trigger herdbook_history_update;

alter table "agent"."sessions" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."sessions" to herdbook_app;

grant usage, update on sequence "agent"."sessions_id_seq" to herdbook_app;

alter table "agent"."step_evaluations" enable row level security;

alter table "agent"."step_evaluations" force row level security;

create policy tenant on "agent"."step_evaluations" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."step_evaluations" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."step_evaluations" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."step_evaluations" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."step_evaluations" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."step_evaluations" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."step_evaluations" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."step_evaluations" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "agent"."step_evaluations" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."step_evaluations" enable always trigger herdbook_refuse_delete;

alter table "agent"."step_evaluations" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."step_evaluations" enable always trigger herdbook_refuse_truncate;

alter table "agent"."step_evaluations" enable always trigger herdbook_keep_times;

alter table "agent"."step_evaluations" enable always trigger herdbook_cascade_delete;

alter table "agent"."step_evaluations" enable always trigger herdbook_history_insert;

alter table "agent"."step_evaluations" enable always trigger herdbook_history_update;

alter table "agent"."step_evaluations" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."step_evaluations" to herdbook_app;

grant usage, update on sequence "agent"."step_evaluations_id_seq" to herdbook_app;

alter table "agent"."tools" enable row level security;

alter table "agent"."tools" force row level security;

create policy tenant on "agent"."tools" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "agent"."tools" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "agent"."tools" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "agent"."tools" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "agent"."tools" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "agent"."tools" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "agent"."tools" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "agent"."tools" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "agent"."tools" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "agent"."tools" enable always trigger herdbook_refuse_delete;

alter table "agent"."tools" enable always trigger herdbook_refuse_any_delete;

alter table "agent"."tools" enable always trigger herdbook_refuse_truncate;

alter table "agent"."tools" enable always trigger herdbook_keep_times;

alter table "agent"."tools" enable always trigger herdbook_cascade_delete;

alter table "agent"."tools" enable always trigger herdbook_history_insert;

alter table "agent"."tools" enable always trigger herdbook_history_update;

alter table "agent"."tools" enable always trigger herdbook_history_delete;

grant select, insert, update on "agent"."tools" to herdbook_app;

grant usage, update on sequence "agent"."tools_id_seq" to herdbook_app;

create trigger herdbook_refuse_change before update or delete on "catalog"."applied_plan" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "catalog"."applied_plan" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "catalog"."applied_plan" for each statement execute function "catalog".refuse_change('ledger');

alter table "catalog"."applied_plan" enable always trigger herdbook_refuse_change;

alter table "catalog"."applied_plan" enable always trigger herdbook_refuse_any_change;

alter table "catalog"."applied_plan" enable always trigger herdbook_refuse_truncate;

grant select on "catalog"."applied_plan" to herdbook_app;

alter table "catalog"."history" enable row level security;

alter table "catalog"."history" force row level security;

create policy tenant on "catalog"."history" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "catalog"."history" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "catalog"."history" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "catalog"."history" for each statement execute function "catalog".refuse_change('ledger');

alter table "catalog"."history" enable always trigger herdbook_refuse_change;

alter table "catalog"."history" enable always trigger herdbook_refuse_any_change;

alter table "catalog"."history" enable always trigger herdbook_refuse_truncate;

grant select on "catalog"."history" to herdbook_app;

grant select on "catalog"."manifest" to herdbook_app;

alter table "catalog"."saved_view" enable row level security;

alter table "catalog"."saved_view" force row level security;

create policy tenant on "catalog"."saved_view" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "catalog"."saved_view" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "catalog"."saved_view" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "catalog"."saved_view" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "catalog"."saved_view" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "catalog"."saved_view" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "catalog"."saved_view" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"saved_view_id"}', '{}');

create trigger herdbook_history_update after update on "catalog"."saved_view" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"saved_view_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "catalog"."saved_view" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"saved_view_id"}', '{}');

alter table "catalog"."saved_view" enable always trigger herdbook_refuse_delete;

alter table "catalog"."saved_view" enable always trigger herdbook_refuse_any_delete;

alter table "catalog"."saved_view" enable always trigger herdbook_refuse_truncate;

alter table "catalog"."saved_view" enable always trigger herdbook_keep_times;

alter table "catalog"."saved_view" enable always trigger herdbook_cascade_delete;

alter table "catalog"."saved_view" enable always trigger herdbook_history_insert;

alter table "catalog"."saved_view" enable always trigger herdbook_history_update;

alter table "catalog"."saved_view" enable always trigger herdbook_history_delete;

grant select, insert, update on "catalog"."saved_view" to herdbook_app;

create trigger herdbook_keep_times before update on "catalog"."tenant" for each row execute function "catalog".keep_times('created_at');

alter table "catalog"."tenant" enable always trigger herdbook_keep_times;

grant select, insert, update on "catalog"."tenant" to herdbook_app;

create trigger herdbook_keep_times before update on "catalog"."user_table" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "catalog"."user_table" enable always trigger herdbook_keep_times;

grant select on "catalog"."user_table" to herdbook_app;

alter table "compliance"."checklist_artifacts" enable row level security;

alter table "compliance"."checklist_artifacts" force row level security;

create policy tenant on "compliance"."checklist_artifacts" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "compliance"."checklist_artifacts" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "compliance"."checklist_artifacts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "compliance"."checklist_artifacts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "compliance"."checklist_artifacts" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "compliance"."checklist_artifacts" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "compliance"."checklist_artifacts" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "compliance"."checklist_artifacts" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "compliance"."checklist_artifacts" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_refuse_delete;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_refuse_any_delete;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_refuse_truncate;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_keep_times;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_cascade_delete;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_history_insert;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_history_update;

alter table "compliance"."checklist_artifacts" enable always trigger herdbook_history_delete;

grant select, insert, update on "compliance"."checklist_artifacts" to herdbook_app;

alter table "compliance"."checklist_templates" enable row level security;

alter table "compliance"."checklist_templates" force row level security;

create policy tenant on "compliance"."checklist_templates" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "compliance"."checklist_templates" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "compliance"."checklist_templates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "compliance"."checklist_templates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "compliance"."checklist_templates" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "compliance"."checklist_templates" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "compliance"."checklist_templates" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "compliance"."checklist_templates" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "compliance"."checklist_templates" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "compliance"."checklist_templates" enable always trigger herdbook_refuse_delete;

alter table "compliance"."checklist_templates" enable always trigger herdbook_refuse_any_delete;

alter table "compliance"."checklist_templates" enable always trigger herdbook_refuse_truncate;

alter table "compliance"."checklist_templates" enable always trigger herdbook_keep_times;

alter table "compliance"."checklist_templates" enable always trigger herdbook_cascade_delete;

alter table "compliance"."checklist_templates" enable always trigger herdbook_history_insert;

alter table "compliance"."checklist_templates" enable always trigger herdbook_history_update;

alter table "compliance"."checklist_templates" enable always trigger herdbook_history_delete;

grant select, insert, update on "compliance"."checklist_templates" to herdbook_app;

alter table "compliance"."compliance_status" enable row level security;

alter table "compliance"."compliance_status" force row level security;

create policy tenant on "compliance"."compliance_status" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

grant select, insert, update, delete on "compliance"."compliance_status" to herdbook_app;

alter table "compliance"."filing_checklists" enable row level security;

alter table "compliance"."filing_checklists" force row level security;

create policy tenant on "compliance"."filing_checklists" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "compliance"."filing_checklists" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "compliance"."filing_checklists" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "compliance"."filing_checklists" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "compliance"."filing_checklists" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "compliance"."filing_checklists" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "compliance"."filing_checklists" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "compliance"."filing_checklists" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "compliance"."filing_checklists" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "compliance"."filing_checklists" enable always trigger herdbook_refuse_delete;

alter table "compliance"."filing_checklists" enable always trigger herdbook_refuse_any_delete;

alter table "compliance"."filing_checklists" enable always trigger herdbook_refuse_truncate;

alter table "compliance"."filing_checklists" enable always trigger herdbook_keep_times;

alter table "compliance"."filing_checklists" enable always trigger herdbook_cascade_delete;

alter table "compliance"."filing_checklists" enable always trigger herdbook_history_insert;

alter table "compliance"."filing_checklists" enable always trigger herdbook_history_update;

alter table "compliance"."filing_checklists" enable always trigger herdbook_history_delete;

grant select, insert, update on "compliance"."filing_checklists" to herdbook_app;

alter table "compliance"."filing_rule_snapshots" enable row level security;

alter table "compliance"."filing_rule_snapshots" force row level security;

create policy tenant on "compliance"."filing_rule_snapshots" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "compliance"."filing_rule_snapshots" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "compliance"."filing_rule_snapshots" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "compliance"."filing_rule_snapshots" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "compliance"."filing_rule_snapshots" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "compliance"."filing_rule_snapshots" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "compliance"."filing_rule_snapshots" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "compliance"."filing_rule_snapshots" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "compliance"."filing_rule_snapshots" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_refuse_delete;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_refuse_any_delete;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_refuse_truncate;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_keep_times;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_cascade_delete;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_history_insert;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_history_update;

alter table "compliance"."filing_rule_snapshots" enable always trigger herdbook_history_delete;

grant select, insert, update on "compliance"."filing_rule_snapshots" to herdbook_app;

alter table "compliance"."rule_versions" enable row level security;

alter table "compliance"."rule_versions" force row level security;

create policy tenant on "compliance"."rule_versions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "compliance"."rule_versions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "compliance"."rule_versions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "compliance"."rule_versions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "compliance"."rule_versions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "compliance"."rule_versions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "compliance"."rule_versions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "compliance"."rule_versions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "compliance"."rule_versions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "compliance"."rule_versions" enable always trigger herdbook_refuse_delete;

alter table "compliance"."rule_versions" enable always trigger herdbook_refuse_any_delete;

alter table "compliance"."rule_versions" enable always trigger herdbook_refuse_truncate;

alter table "compliance"."rule_versions" enable always trigger herdbook_keep_times;

alter table "compliance"."rule_versions" enable always trigger herdbook_cascade_delete;

alter table "compliance"."rule_versions" enable always trigger herdbook_history_insert;

alter table "compliance"."rule_versions" enable always trigger herdbook_history_update;

alter table "compliance"."rule_versions" enable always trigger herdbook_history_delete;

grant select, insert, update on "compliance"."rule_versions" to herdbook_app;

alter table "control"."agent_lease" enable row level security;

alter table "control"."agent_lease" force row level security;

create policy tenant on "control"."agent_lease" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."agent_lease" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."agent_lease" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."agent_lease" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."agent_lease" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_target_agent_id before insert or update of "target_agent_id" on "control"."agent_lease" for each row when (new."target_agent_id" is not null) execute function "catalog".register('target_agent_id', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."agent_lease" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."agent_lease" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"lease_id"}', '{}');

create trigger herdbook_history_update after update on "control"."agent_lease" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"lease_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."agent_lease" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"lease_id"}', '{}');

alter table "control"."agent_lease" enable always trigger herdbook_refuse_delete;

alter table "control"."agent_lease" enable always trigger herdbook_refuse_any_delete;

alter table "control"."agent_lease" enable always trigger herdbook_refuse_truncate;

alter table "control"."agent_lease" enable always trigger herdbook_keep_times;

alter table "control"."agent_lease" enable always trigger herdbook_register_target_agent_id;

alter table "control"."agent_lease" enable always trigger herdbook_cascade_delete;

alter table "control"."agent_lease" enable always trigger herdbook_history_insert;

alter table "control"."agent_lease" enable always trigger herdbook_history_update;

alter table "control"."agent_lease" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."agent_lease" to herdbook_app;

alter table "control"."audit_event" enable row level security;

alter table "control"."audit_event" force row level security;

create policy tenant on "control"."audit_event" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."audit_event" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "control"."audit_event" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "control"."audit_event" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_subject before insert or update of "subject_type" on "control"."audit_event" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

alter table "control"."audit_event" enable always trigger herdbook_refuse_change;

alter table "control"."audit_event" enable always trigger herdbook_refuse_any_change;

alter table "control"."audit_event" enable always trigger herdbook_refuse_truncate;

alter table "control"."audit_event" enable always trigger herdbook_subject;

grant select, insert on "control"."audit_event" to herdbook_app;

alter table "control"."bootstrap_bundle" enable row level security;

alter table "control"."bootstrap_bundle" force row level security;

create policy tenant on "control"."bootstrap_bundle" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."bootstrap_bundle" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."bootstrap_bundle" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."bootstrap_bundle" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_content_address before insert on "control"."bootstrap_bundle" for each row execute function "catalog".content_address('bundle_checksum', 'bundle_content');

alter table "control"."bootstrap_bundle" enable always trigger herdbook_refuse_change;

alter table "control"."bootstrap_bundle" enable always trigger herdbook_refuse_any_change;

alter table "control"."bootstrap_bundle" enable always trigger herdbook_refuse_truncate;

alter table "control"."bootstrap_bundle" enable always trigger herdbook_content_address;

grant select, insert on "control"."bootstrap_bundle" to herdbook_app;

alter table "control"."business_link" enable row level security;

alter table "control"."business_link" force row level security;

create policy tenant on "control"."business_link" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."business_link" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."business_link" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."business_link" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."business_link" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "subject_type" on "control"."business_link" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_register_agent_slug before insert or update of "agent_slug" on "control"."business_link" for each row when (new."agent_slug" is not null) execute function "catalog".register('agent_slug', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."business_link" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."business_link" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"business_link_id"}', '{}');

create trigger herdbook_history_update after update on "control"."business_link" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"business_link_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."business_link" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"business_link_id"}', '{}');

alter table "control"."business_link" enable always trigger herdbook_refuse_delete;

alter table "control"."business_link" enable always trigger herdbook_refuse_any_delete;

alter table "control"."business_link" enable always trigger herdbook_refuse_truncate;

alter table "control"."business_link" enable always trigger herdbook_keep_times;

alter table "control"."business_link" enable always trigger herdbook_subject;

alter table "control"."business_link" enable always trigger herdbook_register_agent_slug;

alter table "control"."business_link" enable always trigger herdbook_cascade_delete;

alter table "control"."business_link" enable always trigger herdbook_history_insert;

alter table "control"."business_link" enable always trigger herdbook_history_update;

alter table "control"."business_link" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."business_link" to herdbook_app;

alter table "control"."classification_result" enable row level security;

alter table "control"."classification_result" force row level security;

create policy tenant on "control"."classification_result" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."classification_result" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "control"."classification_result" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "control"."classification_result" for each statement execute function "catalog".refuse_change('ledger');

alter table "control"."classification_result" enable always trigger herdbook_refuse_change;

alter table "control"."classification_result" enable always trigger herdbook_refuse_any_change;

alter table "control"."classification_result" enable always trigger herdbook_refuse_truncate;

grant select, insert on "control"."classification_result" to herdbook_app;

alter table "control"."classification_rule" enable row level security;

alter table "control"."classification_rule" force row level security;

create policy tenant on "control"."classification_rule" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."classification_rule" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."classification_rule" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."classification_rule" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."classification_rule" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_domain_id before insert or update of "domain_id" on "control"."classification_rule" for each row when (new."domain_id" is not null) execute function "catalog".register('domain_id', 'control."domain"', 'domain_id', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."classification_rule" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."classification_rule" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"rule_key"}', '{}');

create trigger herdbook_history_update after update on "control"."classification_rule" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"rule_key"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."classification_rule" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"rule_key"}', '{}');

alter table "control"."classification_rule" enable always trigger herdbook_refuse_delete;

alter table "control"."classification_rule" enable always trigger herdbook_refuse_any_delete;

alter table "control"."classification_rule" enable always trigger herdbook_refuse_truncate;

alter table "control"."classification_rule" enable always trigger herdbook_keep_times;

alter table "control"."classification_rule" enable always trigger herdbook_register_domain_id;

alter table "control"."classification_rule" enable always trigger herdbook_cascade_delete;

alter table "control"."classification_rule" enable always trigger herdbook_history_insert;

alter table "control"."classification_rule" enable always trigger herdbook_history_update;

alter table "control"."classification_rule" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."classification_rule" to herdbook_app;

alter table "control"."delegation" enable row level security;

alter table "control"."delegation" force row level security;

create policy tenant on "control"."delegation" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."delegation" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."delegation" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."delegation" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."delegation" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_acting_agent before insert or update of "acting_agent" on "control"."delegation" for each row when (new."acting_agent" is not null) execute function "catalog".register('acting_agent', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."delegation" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."delegation" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"delegation_id"}', '{}');

create trigger herdbook_history_update after update on "control"."delegation" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"delegation_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."delegation" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"delegation_id"}', '{}');

alter table "control"."delegation" enable always trigger herdbook_refuse_delete;

alter table "control"."delegation" enable always trigger herdbook_refuse_any_delete;

alter table "control"."delegation" enable always trigger herdbook_refuse_truncate;

alter table "control"."delegation" enable always trigger herdbook_keep_times;

alter table "control"."delegation" enable always trigger herdbook_register_acting_agent;

alter table "control"."delegation" enable always trigger herdbook_cascade_delete;

alter table "control"."delegation" enable always trigger herdbook_history_insert;

alter table "control"."delegation" enable always trigger herdbook_history_update;

alter table "control"."delegation" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."delegation" to herdbook_app;

alter table "control"."dispatch_decision" enable row level security;

alter table "control"."dispatch_decision" force row level security;

create policy tenant on "control"."dispatch_decision" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."dispatch_decision" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "control"."dispatch_decision" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "control"."dispatch_decision" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_subject before insert or update of "subject_type" on "control"."dispatch_decision" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

alter table "control"."dispatch_decision" enable always trigger herdbook_refuse_change;

alter table "control"."dispatch_decision" enable always trigger herdbook_refuse_any_change;

alter table "control"."dispatch_decision" enable always trigger herdbook_refuse_truncate;

alter table "control"."dispatch_decision" enable always trigger herdbook_subject;

grant select, insert on "control"."dispatch_decision" to herdbook_app;

alter table "control"."domain" enable row level security;

alter table "control"."domain" force row level security;

create policy tenant on "control"."domain" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."domain" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."domain" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."domain" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."domain" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."domain" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."domain" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"domain_id"}', '{}');

create trigger herdbook_history_update after update on "control"."domain" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"domain_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."domain" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"domain_id"}', '{}');

alter table "control"."domain" enable always trigger herdbook_refuse_delete;

alter table "control"."domain" enable always trigger herdbook_refuse_any_delete;

alter table "control"."domain" enable always trigger herdbook_refuse_truncate;

alter table "control"."domain" enable always trigger herdbook_keep_times;

alter table "control"."domain" enable always trigger herdbook_cascade_delete;

alter table "control"."domain" enable always trigger herdbook_history_insert;

alter table "control"."domain" enable always trigger herdbook_history_update;

alter table "control"."domain" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."domain" to herdbook_app;

alter table "control"."learning_proposal" enable row level security;

alter table "control"."learning_proposal" force row level security;

create policy tenant on "control"."learning_proposal" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."learning_proposal" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."learning_proposal" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."learning_proposal" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."learning_proposal" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "subject_type" on "control"."learning_proposal" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."learning_proposal" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."learning_proposal" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"proposal_id"}', '{}');

create trigger herdbook_history_update after update on "control"."learning_proposal" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"proposal_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."learning_proposal" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"proposal_id"}', '{}');

alter table "control"."learning_proposal" enable always trigger herdbook_refuse_delete;

alter table "control"."learning_proposal" enable always trigger herdbook_refuse_any_delete;

alter table "control"."learning_proposal" enable always trigger herdbook_refuse_truncate;

alter table "control"."learning_proposal" enable always trigger herdbook_keep_times;

alter table "control"."learning_proposal" enable always trigger herdbook_subject;

alter table "control"."learning_proposal" enable always trigger herdbook_cascade_delete;

alter table "control"."learning_proposal" enable always trigger herdbook_history_insert;

alter table "control"."learning_proposal" enable always trigger herdbook_history_update;

alter table "control"."learning_proposal" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."learning_proposal" to herdbook_app;

alter table "control"."patch_plan" enable row level security;

alter table "control"."patch_plan" force row level security;

create policy tenant on "control"."patch_plan" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."patch_plan" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."patch_plan" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."patch_plan" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."patch_plan" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."patch_plan" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."patch_plan" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"plan_id"}', '{}');

create trigger herdbook_history_update after update on "control"."patch_plan" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"plan_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."patch_plan" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"plan_id"}', '{}');

alter table "control"."patch_plan" enable always trigger herdbook_refuse_delete;

alter table "control"."patch_plan" enable always trigger herdbook_refuse_any_delete;

alter table "control"."patch_plan" enable always trigger herdbook_refuse_truncate;

alter table "control"."patch_plan" enable always trigger herdbook_keep_times;

alter table "control"."patch_plan" enable always trigger herdbook_cascade_delete;

alter table "control"."patch_plan" enable always trigger herdbook_history_insert;

alter table "control"."patch_plan" enable always trigger herdbook_history_update;

alter table "control"."patch_plan" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."patch_plan" to herdbook_app;

alter table "control"."patch_step" enable row level security;

alter table "control"."patch_step" force row level security;

create policy tenant on "control"."patch_step" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."patch_step" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."patch_step" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."patch_step" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."patch_step" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_agent_slug before insert or update of "agent_slug" on "control"."patch_step" for each row when (new."agent_slug" is not null) execute function "catalog".register('agent_slug', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_register_to_agent_slug before insert or update of "to_agent_slug" on "control"."patch_step" for each row when (new."to_agent_slug" is not null) execute function "catalog".register('to_agent_slug', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."patch_step" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."patch_step" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"plan_id","step_index"}', '{}');

create trigger herdbook_history_update after update on "control"."patch_step" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"plan_id","step_index"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."patch_step" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"plan_id","step_index"}', '{}');

alter table "control"."patch_step" enable always trigger herdbook_refuse_delete;

alter table "control"."patch_step" enable always trigger herdbook_refuse_any_delete;

alter table "control"."patch_step" enable always trigger herdbook_refuse_truncate;

alter table "control"."patch_step" enable always trigger herdbook_keep_times;

alter table "control"."patch_step" enable always trigger herdbook_register_agent_slug;

alter table "control"."patch_step" enable always trigger herdbook_register_to_agent_slug;

alter table "control"."patch_step" enable always trigger herdbook_cascade_delete;

alter table "control"."patch_step" enable always trigger herdbook_history_insert;

alter table "control"."patch_step" enable always trigger herdbook_history_update;

alter table "control"."patch_step" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."patch_step" to herdbook_app;

alter table "control"."persistent_domain_agent_profile" enable row level security;

alter table "control"."persistent_domain_agent_profile" force row level security;

create policy tenant on "control"."persistent_domain_agent_profile" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."persistent_domain_agent_profile" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."persistent_domain_agent_profile" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."persistent_domain_agent_profile" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."persistent_domain_agent_profile" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_agent_slug before insert or update of "agent_slug" on "control"."persistent_domain_agent_profile" for each row when (new."agent_slug" is not null) execute function "catalog".register('agent_slug', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_register_domain_id before insert or update of "domain_id" on "control"."persistent_domain_agent_profile" for each row when (new."domain_id" is not null) execute function "catalog".register('domain_id', 'control."domain"', 'domain_id', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."persistent_domain_agent_profile" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."persistent_domain_agent_profile" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"agent_slug"}', '{}');

create trigger herdbook_history_update after update on "control"."persistent_domain_agent_profile" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"agent_slug"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."persistent_domain_agent_profile" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"agent_slug"}', '{}');

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_refuse_delete;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_refuse_any_delete;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_refuse_truncate;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_keep_times;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_register_agent_slug;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_register_domain_id;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_cascade_delete;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_history_insert;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_history_update;

alter table "control"."persistent_domain_agent_profile" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."persistent_domain_agent_profile" to herdbook_app;

alter table "control"."rollout_record" enable row level security;

alter table "control"."rollout_record" force row level security;

create policy tenant on "control"."rollout_record" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."rollout_record" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."rollout_record" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."rollout_record" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."rollout_record" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."rollout_record" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."rollout_record" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"rollout_id"}', '{}');

create trigger herdbook_history_update after update on "control"."rollout_record" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"rollout_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."rollout_record" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"rollout_id"}', '{}');

alter table "control"."rollout_record" enable always trigger herdbook_refuse_delete;

alter table "control"."rollout_record" enable always trigger herdbook_refuse_any_delete;

alter table "control"."rollout_record" enable always trigger herdbook_refuse_truncate;

alter table "control"."rollout_record" enable always trigger herdbook_keep_times;

alter table "control"."rollout_record" enable always trigger herdbook_cascade_delete;

alter table "control"."rollout_record" enable always trigger herdbook_history_insert;

alter table "control"."rollout_record" enable always trigger herdbook_history_update;

alter table "control"."rollout_record" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."rollout_record" to herdbook_app;

alter table "control"."scheduler_run" enable row level security;

alter table "control"."scheduler_run" force row level security;

create policy tenant on "control"."scheduler_run" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."scheduler_run" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."scheduler_run" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."scheduler_run" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."scheduler_run" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."scheduler_run" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."scheduler_run" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"run_id"}', '{}');

create trigger herdbook_history_update after update on "control"."scheduler_run" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"run_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."scheduler_run" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"run_id"}', '{}');

alter table "control"."scheduler_run" enable always trigger herdbook_refuse_delete;

alter table "control"."scheduler_run" enable always trigger herdbook_refuse_any_delete;

alter table "control"."scheduler_run" enable always trigger herdbook_refuse_truncate;

alter table "control"."scheduler_run" enable always trigger herdbook_keep_times;

alter table "control"."scheduler_run" enable always trigger herdbook_cascade_delete;

alter table "control"."scheduler_run" enable always trigger herdbook_history_insert;

alter table "control"."scheduler_run" enable always trigger herdbook_history_update;

alter table "control"."scheduler_run" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."scheduler_run" to herdbook_app;

alter table "control"."task_profile" enable row level security;

alter table "control"."task_profile" force row level security;

create policy tenant on "control"."task_profile" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."task_profile" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "control"."task_profile" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "control"."task_profile" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_subject before insert or update of "subject_type" on "control"."task_profile" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

alter table "control"."task_profile" enable always trigger herdbook_refuse_change;

alter table "control"."task_profile" enable always trigger herdbook_refuse_any_change;

alter table "control"."task_profile" enable always trigger herdbook_refuse_truncate;

alter table "control"."task_profile" enable always trigger herdbook_subject;

grant select, insert on "control"."task_profile" to herdbook_app;

alter table "control"."team_setup" enable row level security;

alter table "control"."team_setup" force row level security;

create policy tenant on "control"."team_setup" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."team_setup" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."team_setup" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."team_setup" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_register_domain_id before insert or update of "domain_id" on "control"."team_setup" for each row when (new."domain_id" is not null) execute function "catalog".register('domain_id', 'control."domain"', 'domain_id', 'text');

alter table "control"."team_setup" enable always trigger herdbook_refuse_change;

alter table "control"."team_setup" enable always trigger herdbook_refuse_any_change;

alter table "control"."team_setup" enable always trigger herdbook_refuse_truncate;

alter table "control"."team_setup" enable always trigger herdbook_register_domain_id;

grant select, insert on "control"."team_setup" to herdbook_app;

alter table "control"."team_setup_member" enable row level security;

alter table "control"."team_setup_member" force row level security;

create policy tenant on "control"."team_setup_member" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."team_setup_member" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."team_setup_member" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."team_setup_member" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_register_agent_slug before insert or update of "agent_slug" on "control"."team_setup_member" for each row when (new."agent_slug" is not null) execute function "catalog".register('agent_slug', 'herd."agent_def"', 'agent_code', 'text');

alter table "control"."team_setup_member" enable always trigger herdbook_refuse_change;

alter table "control"."team_setup_member" enable always trigger herdbook_refuse_any_change;

alter table "control"."team_setup_member" enable always trigger herdbook_refuse_truncate;

alter table "control"."team_setup_member" enable always trigger herdbook_register_agent_slug;

grant select, insert on "control"."team_setup_member" to herdbook_app;

alter table "control"."tool_profile" enable row level security;

alter table "control"."tool_profile" force row level security;

create policy tenant on "control"."tool_profile" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."tool_profile" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."tool_profile" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."tool_profile" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."tool_profile" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."tool_profile" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."tool_profile" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"tool_profile_id"}', '{}');

create trigger herdbook_history_update after update on "control"."tool_profile" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"tool_profile_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."tool_profile" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"tool_profile_id"}', '{}');

alter table "control"."tool_profile" enable always trigger herdbook_refuse_delete;

alter table "control"."tool_profile" enable always trigger herdbook_refuse_any_delete;

alter table "control"."tool_profile" enable always trigger herdbook_refuse_truncate;

alter table "control"."tool_profile" enable always trigger herdbook_keep_times;

alter table "control"."tool_profile" enable always trigger herdbook_cascade_delete;

alter table "control"."tool_profile" enable always trigger herdbook_history_insert;

alter table "control"."tool_profile" enable always trigger herdbook_history_update;

alter table "control"."tool_profile" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."tool_profile" to herdbook_app;

alter table "control"."topology_diff" enable row level security;

alter table "control"."topology_diff" force row level security;

create policy tenant on "control"."topology_diff" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."topology_diff" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."topology_diff" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."topology_diff" for each statement execute function "catalog".refuse_change('version');

alter table "control"."topology_diff" enable always trigger herdbook_refuse_change;

alter table "control"."topology_diff" enable always trigger herdbook_refuse_any_change;

alter table "control"."topology_diff" enable always trigger herdbook_refuse_truncate;

grant select, insert on "control"."topology_diff" to herdbook_app;

alter table "control"."topology_edge" enable row level security;

alter table "control"."topology_edge" force row level security;

create policy tenant on "control"."topology_edge" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."topology_edge" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."topology_edge" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."topology_edge" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_register_from_agent_slug before insert or update of "from_agent_slug" on "control"."topology_edge" for each row when (new."from_agent_slug" is not null) execute function "catalog".register('from_agent_slug', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_register_to_agent_slug before insert or update of "to_agent_slug" on "control"."topology_edge" for each row when (new."to_agent_slug" is not null) execute function "catalog".register('to_agent_slug', 'herd."agent_def"', 'agent_code', 'text');

alter table "control"."topology_edge" enable always trigger herdbook_refuse_change;

alter table "control"."topology_edge" enable always trigger herdbook_refuse_any_change;

alter table "control"."topology_edge" enable always trigger herdbook_refuse_truncate;

alter table "control"."topology_edge" enable always trigger herdbook_register_from_agent_slug;

alter table "control"."topology_edge" enable always trigger herdbook_register_to_agent_slug;

grant select, insert on "control"."topology_edge" to herdbook_app;

alter table "control"."topology_node" enable row level security;

alter table "control"."topology_node" force row level security;

create policy tenant on "control"."topology_node" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."topology_node" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."topology_node" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."topology_node" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_register_agent_slug before insert or update of "agent_slug" on "control"."topology_node" for each row when (new."agent_slug" is not null) execute function "catalog".register('agent_slug', 'herd."agent_def"', 'agent_code', 'text');

alter table "control"."topology_node" enable always trigger herdbook_refuse_change;

alter table "control"."topology_node" enable always trigger herdbook_refuse_any_change;

alter table "control"."topology_node" enable always trigger herdbook_refuse_truncate;

alter table "control"."topology_node" enable always trigger herdbook_register_agent_slug;

grant select, insert on "control"."topology_node" to herdbook_app;

alter table "control"."topology_snapshot" enable row level security;

alter table "control"."topology_snapshot" force row level security;

create policy tenant on "control"."topology_snapshot" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "control"."topology_snapshot" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "control"."topology_snapshot" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "control"."topology_snapshot" for each statement execute function "catalog".refuse_change('version');

alter table "control"."topology_snapshot" enable always trigger herdbook_refuse_change;

alter table "control"."topology_snapshot" enable always trigger herdbook_refuse_any_change;

alter table "control"."topology_snapshot" enable always trigger herdbook_refuse_truncate;

grant select, insert on "control"."topology_snapshot" to herdbook_app;

alter table "control"."watchdog_observation" enable row level security;

alter table "control"."watchdog_observation" force row level security;

create policy tenant on "control"."watchdog_observation" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."watchdog_observation" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."watchdog_observation" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."watchdog_observation" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."watchdog_observation" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_agent_id before insert or update of "agent_id" on "control"."watchdog_observation" for each row when (new."agent_id" is not null) execute function "catalog".register('agent_id', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."watchdog_observation" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."watchdog_observation" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"observation_id"}', '{}');

create trigger herdbook_history_update after update on "control"."watchdog_observation" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"observation_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."watchdog_observation" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"observation_id"}', '{}');

alter table "control"."watchdog_observation" enable always trigger herdbook_refuse_delete;

alter table "control"."watchdog_observation" enable always trigger herdbook_refuse_any_delete;

alter table "control"."watchdog_observation" enable always trigger herdbook_refuse_truncate;

alter table "control"."watchdog_observation" enable always trigger herdbook_keep_times;

alter table "control"."watchdog_observation" enable always trigger herdbook_register_agent_id;

alter table "control"."watchdog_observation" enable always trigger herdbook_cascade_delete;

alter table "control"."watchdog_observation" enable always trigger herdbook_history_insert;

alter table "control"."watchdog_observation" enable always trigger herdbook_history_update;

alter table "control"."watchdog_observation" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."watchdog_observation" to herdbook_app;

alter table "control"."workspace_record" enable row level security;

alter table "control"."workspace_record" force row level security;

create policy tenant on "control"."workspace_record" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "control"."workspace_record" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "control"."workspace_record" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "control"."workspace_record" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "control"."workspace_record" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "control"."workspace_record" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "control"."workspace_record" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"workspace_id"}', '{}');

create trigger herdbook_history_update after update on "control"."workspace_record" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"workspace_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "control"."workspace_record" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"workspace_id"}', '{}');

alter table "control"."workspace_record" enable always trigger herdbook_refuse_delete;

alter table "control"."workspace_record" enable always trigger herdbook_refuse_any_delete;

alter table "control"."workspace_record" enable always trigger herdbook_refuse_truncate;

alter table "control"."workspace_record" enable always trigger herdbook_keep_times;

alter table "control"."workspace_record" enable always trigger herdbook_cascade_delete;

alter table "control"."workspace_record" enable always trigger herdbook_history_insert;

alter table "control"."workspace_record" enable always trigger herdbook_history_update;

alter table "control"."workspace_record" enable always trigger herdbook_history_delete;

grant select, insert, update on "control"."workspace_record" to herdbook_app;

alter table "entities"."entities" enable row level security;

alter table "entities"."entities" force row level security;

create policy tenant on "entities"."entities" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "entities"."entities" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "entities"."entities" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "entities"."entities" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "entities"."entities" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "entities"."entities" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "entities"."entities" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"entity_id"}', '{}');

create trigger herdbook_history_update after update on "entities"."entities" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"entity_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "entities"."entities" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"entity_id"}', '{}');

alter table "entities"."entities" enable always trigger herdbook_refuse_delete;

alter table "entities"."entities" enable always trigger herdbook_refuse_any_delete;

alter table "entities"."entities" enable always trigger herdbook_refuse_truncate;

alter table "entities"."entities" enable always trigger herdbook_keep_times;

alter table "entities"."entities" enable always trigger herdbook_cascade_delete;

alter table "entities"."entities" enable always trigger herdbook_history_insert;

alter table "entities"."entities" enable always trigger herdbook_history_update;

alter table "entities"."entities" enable always trigger herdbook_history_delete;

grant select, insert, update on "entities"."entities" to herdbook_app;

alter table "entities"."entity_field_definitions" enable row level security;

alter table "entities"."entity_field_definitions" force row level security;

create policy tenant on "entities"."entity_field_definitions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "entities"."entity_field_definitions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "entities"."entity_field_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "entities"."entity_field_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "entities"."entity_field_definitions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "entities"."entity_field_definitions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "entities"."entity_field_definitions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"field_id"}', '{}');

create trigger herdbook_history_update after update on "entities"."entity_field_definitions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"field_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "entities"."entity_field_definitions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"field_id"}', '{}');

alter table "entities"."entity_field_definitions" enable always trigger herdbook_refuse_delete;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_refuse_any_delete;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_refuse_truncate;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_keep_times;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_cascade_delete;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_history_insert;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_history_update;

alter table "entities"."entity_field_definitions" enable always trigger herdbook_history_delete;

grant select, insert, update on "entities"."entity_field_definitions" to herdbook_app;

alter table "entities"."entity_relationship_rules" enable row level security;

alter table "entities"."entity_relationship_rules" force row level security;

create policy tenant on "entities"."entity_relationship_rules" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "entities"."entity_relationship_rules" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "entities"."entity_relationship_rules" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "entities"."entity_relationship_rules" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "entities"."entity_relationship_rules" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "entities"."entity_relationship_rules" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "entities"."entity_relationship_rules" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"rule_id"}', '{}');

create trigger herdbook_history_update after update on "entities"."entity_relationship_rules" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"rule_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "entities"."entity_relationship_rules" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"rule_id"}', '{}');

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_refuse_delete;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_refuse_any_delete;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_refuse_truncate;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_keep_times;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_cascade_delete;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_history_insert;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_history_update;

alter table "entities"."entity_relationship_rules" enable always trigger herdbook_history_delete;

grant select, insert, update on "entities"."entity_relationship_rules" to herdbook_app;

alter table "entities"."entity_type_definitions" enable row level security;

alter table "entities"."entity_type_definitions" force row level security;

create policy tenant on "entities"."entity_type_definitions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "entities"."entity_type_definitions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "entities"."entity_type_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "entities"."entity_type_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "entities"."entity_type_definitions" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "entities"."entity_type_definitions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "entities"."entity_type_definitions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"type_id"}', '{}');

create trigger herdbook_history_update after update on "entities"."entity_type_definitions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"type_id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "entities"."entity_type_definitions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"type_id"}', '{}');

alter table "entities"."entity_type_definitions" enable always trigger herdbook_refuse_delete;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_refuse_any_delete;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_refuse_truncate;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_keep_times;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_cascade_delete;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_history_insert;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_history_update;

alter table "entities"."entity_type_definitions" enable always trigger herdbook_history_delete;

grant select, insert, update on "entities"."entity_type_definitions" to herdbook_app;

alter table "entities"."relationships" enable row level security;

alter table "entities"."relationships" force row level security;

create policy tenant on "entities"."relationships" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "entities"."relationships" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "entities"."relationships" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "entities"."relationships" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "entities"."relationships" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "entities"."relationships" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "entities"."relationships" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"relationship_id"}', '{}');

create trigger herdbook_history_update after update on "entities"."relationships" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"relationship_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "entities"."relationships" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"relationship_id"}', '{}');

alter table "entities"."relationships" enable always trigger herdbook_refuse_delete;

alter table "entities"."relationships" enable always trigger herdbook_refuse_any_delete;

alter table "entities"."relationships" enable always trigger herdbook_refuse_truncate;

alter table "entities"."relationships" enable always trigger herdbook_keep_times;

alter table "entities"."relationships" enable always trigger herdbook_cascade_delete;

alter table "entities"."relationships" enable always trigger herdbook_history_insert;

alter table "entities"."relationships" enable always trigger herdbook_history_update;

alter table "entities"."relationships" enable always trigger herdbook_history_delete;

grant select, insert, update on "entities"."relationships" to herdbook_app;

alter table "entities"."rrc_field_mappings" enable row level security;

alter table "entities"."rrc_field_mappings" force row level security;

create policy tenant on "entities"."rrc_field_mappings" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "entities"."rrc_field_mappings" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "entities"."rrc_field_mappings" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "entities"."rrc_field_mappings" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "entities"."rrc_field_mappings" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "entities"."rrc_field_mappings" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "entities"."rrc_field_mappings" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"mapping_id"}', '{}');

create trigger herdbook_history_update after update on "entities"."rrc_field_mappings" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"mapping_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "entities"."rrc_field_mappings" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"mapping_id"}', '{}');

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_refuse_delete;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_refuse_any_delete;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_refuse_truncate;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_keep_times;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_cascade_delete;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_history_insert;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_history_update;

alter table "entities"."rrc_field_mappings" enable always trigger herdbook_history_delete;

grant select, insert, update on "entities"."rrc_field_mappings" to herdbook_app;

alter table "erp"."engagements" enable row level security;

alter table "erp"."engagements" force row level security;

create policy tenant on "erp"."engagements" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."engagements" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."engagements" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."engagements" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."engagements" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."engagements" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."engagements" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."engagements" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."engagements" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."engagements" enable always trigger herdbook_refuse_delete;

alter table "erp"."engagements" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."engagements" enable always trigger herdbook_refuse_truncate;

alter table "erp"."engagements" enable always trigger herdbook_keep_times;

alter table "erp"."engagements" enable always trigger herdbook_cascade_delete;

alter table "erp"."engagements" enable always trigger herdbook_history_insert;

alter table "erp"."engagements" enable always trigger herdbook_history_update;

alter table "erp"."engagements" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."engagements" to herdbook_app;

grant usage, update on sequence "erp"."engagements_id_seq" to herdbook_app;

alter table "erp"."invoices" enable row level security;

alter table "erp"."invoices" force row level security;

create policy tenant on "erp"."invoices" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."invoices" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."invoices" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."invoices" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."invoices" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."invoices" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."invoices" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."invoices" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."invoices" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."invoices" enable always trigger herdbook_refuse_delete;

alter table "erp"."invoices" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."invoices" enable always trigger herdbook_refuse_truncate;

alter table "erp"."invoices" enable always trigger herdbook_keep_times;

alter table "erp"."invoices" enable always trigger herdbook_cascade_delete;

alter table "erp"."invoices" enable always trigger herdbook_history_insert;

alter table "erp"."invoices" enable always trigger herdbook_history_update;

alter table "erp"."invoices" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."invoices" to herdbook_app;

grant usage, update on sequence "erp"."invoices_id_seq" to herdbook_app;

alter table "erp"."okrs" enable row level security;

alter table "erp"."okrs" force row level security;

create policy tenant on "erp"."okrs" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."okrs" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."okrs" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."okrs" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."okrs" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."okrs" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."okrs" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."okrs" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."okrs" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."okrs" enable always trigger herdbook_refuse_delete;

alter table "erp"."okrs" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."okrs" enable always trigger herdbook_refuse_truncate;

alter table "erp"."okrs" enable always trigger herdbook_keep_times;

alter table "erp"."okrs" enable always trigger herdbook_cascade_delete;

alter table "erp"."okrs" enable always trigger herdbook_history_insert;

alter table "erp"."okrs" enable always trigger herdbook_history_update;

alter table "erp"."okrs" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."okrs" to herdbook_app;

grant usage, update on sequence "erp"."okrs_id_seq" to herdbook_app;

alter table "erp"."organizations" enable row level security;

alter table "erp"."organizations" force row level security;

create policy tenant on "erp"."organizations" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."organizations" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."organizations" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."organizations" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."organizations" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."organizations" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."organizations" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."organizations" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."organizations" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."organizations" enable always trigger herdbook_refuse_delete;

alter table "erp"."organizations" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."organizations" enable always trigger herdbook_refuse_truncate;

alter table "erp"."organizations" enable always trigger herdbook_keep_times;

alter table "erp"."organizations" enable always trigger herdbook_cascade_delete;

alter table "erp"."organizations" enable always trigger herdbook_history_insert;

alter table "erp"."organizations" enable always trigger herdbook_history_update;

alter table "erp"."organizations" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."organizations" to herdbook_app;

grant usage, update on sequence "erp"."organizations_id_seq" to herdbook_app;

alter table "erp"."people" enable row level security;

alter table "erp"."people" force row level security;

create policy tenant on "erp"."people" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."people" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."people" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."people" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."people" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."people" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."people" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."people" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."people" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."people" enable always trigger herdbook_refuse_delete;

alter table "erp"."people" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."people" enable always trigger herdbook_refuse_truncate;

alter table "erp"."people" enable always trigger herdbook_keep_times;

alter table "erp"."people" enable always trigger herdbook_cascade_delete;

alter table "erp"."people" enable always trigger herdbook_history_insert;

alter table "erp"."people" enable always trigger herdbook_history_update;

alter table "erp"."people" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."people" to herdbook_app;

grant usage, update on sequence "erp"."people_id_seq" to herdbook_app;

alter table "erp"."projects" enable row level security;

alter table "erp"."projects" force row level security;

create policy tenant on "erp"."projects" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."projects" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."projects" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."projects" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."projects" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."projects" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."projects" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."projects" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."projects" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."projects" enable always trigger herdbook_refuse_delete;

alter table "erp"."projects" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."projects" enable always trigger herdbook_refuse_truncate;

alter table "erp"."projects" enable always trigger herdbook_keep_times;

alter table "erp"."projects" enable always trigger herdbook_cascade_delete;

alter table "erp"."projects" enable always trigger herdbook_history_insert;

alter table "erp"."projects" enable always trigger herdbook_history_update;

alter table "erp"."projects" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."projects" to herdbook_app;

grant usage, update on sequence "erp"."projects_id_seq" to herdbook_app;

alter table "erp"."tasks" enable row level security;

alter table "erp"."tasks" force row level security;

create policy tenant on "erp"."tasks" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "erp"."tasks" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "erp"."tasks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "erp"."tasks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "erp"."tasks" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "erp"."tasks" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "erp"."tasks" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "erp"."tasks" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "erp"."tasks" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "erp"."tasks" enable always trigger herdbook_refuse_delete;

alter table "erp"."tasks" enable always trigger herdbook_refuse_any_delete;

alter table "erp"."tasks" enable always trigger herdbook_refuse_truncate;

alter table "erp"."tasks" enable always trigger herdbook_keep_times;

alter table "erp"."tasks" enable always trigger herdbook_cascade_delete;

alter table "erp"."tasks" enable always trigger herdbook_history_insert;

alter table "erp"."tasks" enable always trigger herdbook_history_update;

alter table "erp"."tasks" enable always trigger herdbook_history_delete;

grant select, insert, update on "erp"."tasks" to herdbook_app;

grant usage, update on sequence "erp"."tasks_id_seq" to herdbook_app;

alter table "governance"."approval_requests" enable row level security;

alter table "governance"."approval_requests" force row level security;

create policy tenant on "governance"."approval_requests" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "governance"."approval_requests" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "governance"."approval_requests" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "governance"."approval_requests" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "governance"."approval_requests" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "governance"."approval_requests" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "governance"."approval_requests" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "governance"."approval_requests" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "governance"."approval_requests" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "governance"."approval_requests" enable always trigger herdbook_refuse_delete;

alter table "governance"."approval_requests" enable always trigger herdbook_refuse_any_delete;

alter table "governance"."approval_requests" enable always trigger herdbook_refuse_truncate;

alter table "governance"."approval_requests" enable always trigger herdbook_keep_times;

alter table "governance"."approval_requests" enable always trigger herdbook_cascade_delete;

alter table "governance"."approval_requests" enable always trigger herdbook_history_insert;

alter table "governance"."approval_requests" enable always trigger herdbook_history_update;

alter table "governance"."approval_requests" enable always trigger herdbook_history_delete;

grant select, insert, update on "governance"."approval_requests" to herdbook_app;

alter table "governance"."audit_logs" enable row level security;

alter table "governance"."audit_logs" force row level security;

create policy tenant on "governance"."audit_logs" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "governance"."audit_logs" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "governance"."audit_logs" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "governance"."audit_logs" for each statement execute function "catalog".refuse_change('ledger');

alter table "governance"."audit_logs" enable always trigger herdbook_refuse_change;

alter table "governance"."audit_logs" enable always trigger herdbook_refuse_any_change;

alter table "governance"."audit_logs" enable always trigger herdbook_refuse_truncate;

grant select, insert on "governance"."audit_logs" to herdbook_app;

alter table "governance"."conversations" enable row level security;

alter table "governance"."conversations" force row level security;

create policy tenant on "governance"."conversations" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "governance"."conversations" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "governance"."conversations" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "governance"."conversations" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "governance"."conversations" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "governance"."conversations" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "governance"."conversations" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "governance"."conversations" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "governance"."conversations" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "governance"."conversations" enable always trigger herdbook_refuse_delete;

alter table "governance"."conversations" enable always trigger herdbook_refuse_any_delete;

alter table "governance"."conversations" enable always trigger herdbook_refuse_truncate;

alter table "governance"."conversations" enable always trigger herdbook_keep_times;

alter table "governance"."conversations" enable always trigger herdbook_cascade_delete;

alter table "governance"."conversations" enable always trigger herdbook_history_insert;

alter table "governance"."conversations" enable always trigger herdbook_history_update;

alter table "governance"."conversations" enable always trigger herdbook_history_delete;

grant select, insert, update on "governance"."conversations" to herdbook_app;

alter table "governance"."users" enable row level security;

alter table "governance"."users" force row level security;

create policy tenant on "governance"."users" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "governance"."users" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "governance"."users" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "governance"."users" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "governance"."users" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "governance"."users" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "governance"."users" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{"password_hash"}');

create trigger herdbook_history_update after update on "governance"."users" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{"password_hash"}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "governance"."users" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{"password_hash"}');

alter table "governance"."users" enable always trigger herdbook_refuse_delete;

alter table "governance"."users" enable always trigger herdbook_refuse_any_delete;

alter table "governance"."users" enable always trigger herdbook_refuse_truncate;

alter table "governance"."users" enable always trigger herdbook_keep_times;

alter table "governance"."users" enable always trigger herdbook_cascade_delete;

alter table "governance"."users" enable always trigger herdbook_history_insert;

alter table "governance"."users" enable always trigger herdbook_history_update;

alter table "governance"."users" enable always trigger herdbook_history_delete;

grant select, insert, update on "governance"."users" to herdbook_app;

alter table "herd"."agent_def" enable row level security;

alter table "herd"."agent_def" force row level security;

create policy tenant on "herd"."agent_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."agent_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."agent_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."agent_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"agent_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."agent_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"agent_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."agent_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"agent_code"}', '{}');

alter table "herd"."agent_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_def" enable always trigger herdbook_keep_times;

alter table "herd"."agent_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."agent_def" enable always trigger herdbook_history_insert;

alter table "herd"."agent_def" enable always trigger herdbook_history_update;

alter table "herd"."agent_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."agent_def" to herdbook_app;

alter table "herd"."agent_instance" enable row level security;

alter table "herd"."agent_instance" force row level security;

create policy tenant on "herd"."agent_instance" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_instance" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_instance" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."agent_instance" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."agent_instance" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."agent_instance" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"agent_instance_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."agent_instance" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"agent_instance_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."agent_instance" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"agent_instance_code"}', '{}');

alter table "herd"."agent_instance" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_instance" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_instance" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_instance" enable always trigger herdbook_keep_times;

alter table "herd"."agent_instance" enable always trigger herdbook_cascade_delete;

alter table "herd"."agent_instance" enable always trigger herdbook_history_insert;

alter table "herd"."agent_instance" enable always trigger herdbook_history_update;

alter table "herd"."agent_instance" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."agent_instance" to herdbook_app;

alter table "herd"."agent_instance_lifecycle_activity" enable row level security;

alter table "herd"."agent_instance_lifecycle_activity" force row level security;

create policy tenant on "herd"."agent_instance_lifecycle_activity" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."agent_instance_lifecycle_activity" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "herd"."agent_instance_lifecycle_activity" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance_lifecycle_activity" for each statement execute function "catalog".refuse_change('ledger');

alter table "herd"."agent_instance_lifecycle_activity" enable always trigger herdbook_refuse_change;

alter table "herd"."agent_instance_lifecycle_activity" enable always trigger herdbook_refuse_any_change;

alter table "herd"."agent_instance_lifecycle_activity" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."agent_instance_lifecycle_activity" to herdbook_app;

grant usage on sequence "herd"."agent_instance_lifecycle_activity_booking_id_seq" to herdbook_app;

alter table "herd"."agent_instance_pr_activity" enable row level security;

alter table "herd"."agent_instance_pr_activity" force row level security;

create policy tenant on "herd"."agent_instance_pr_activity" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."agent_instance_pr_activity" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "herd"."agent_instance_pr_activity" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance_pr_activity" for each statement execute function "catalog".refuse_change('ledger');

alter table "herd"."agent_instance_pr_activity" enable always trigger herdbook_refuse_change;

alter table "herd"."agent_instance_pr_activity" enable always trigger herdbook_refuse_any_change;

alter table "herd"."agent_instance_pr_activity" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."agent_instance_pr_activity" to herdbook_app;

grant usage on sequence "herd"."agent_instance_pr_activity_booking_id_seq" to herdbook_app;

alter table "herd"."agent_instance_review_activity" enable row level security;

alter table "herd"."agent_instance_review_activity" force row level security;

create policy tenant on "herd"."agent_instance_review_activity" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."agent_instance_review_activity" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "herd"."agent_instance_review_activity" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance_review_activity" for each statement execute function "catalog".refuse_change('ledger');

alter table "herd"."agent_instance_review_activity" enable always trigger herdbook_refuse_change;

alter table "herd"."agent_instance_review_activity" enable always trigger herdbook_refuse_any_change;

alter table "herd"."agent_instance_review_activity" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."agent_instance_review_activity" to herdbook_app;

grant usage on sequence "herd"."agent_instance_review_activity_booking_id_seq" to herdbook_app;

alter table "herd"."agent_instance_skillset" enable row level security;

alter table "herd"."agent_instance_skillset" force row level security;

create policy tenant on "herd"."agent_instance_skillset" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_instance_skillset" for each row execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_instance_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_only_soft_delete before update on "herd"."agent_instance_skillset" for each row execute function "catalog".only_soft_delete();

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."agent_instance_skillset" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."agent_instance_skillset" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"agent_instance_code","skillset_version_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."agent_instance_skillset" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"agent_instance_code","skillset_version_code"}', '{}', '{}');

create trigger herdbook_history_delete after delete on "herd"."agent_instance_skillset" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"agent_instance_code","skillset_version_code"}', '{}');

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_only_soft_delete;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_cascade_delete;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_history_insert;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_history_update;

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_history_delete;

grant select, insert on "herd"."agent_instance_skillset" to herdbook_app;

grant update (deleted_at) on "herd"."agent_instance_skillset" to herdbook_app;

alter table "herd"."agent_instance_ticket_activity" enable row level security;

alter table "herd"."agent_instance_ticket_activity" force row level security;

create policy tenant on "herd"."agent_instance_ticket_activity" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."agent_instance_ticket_activity" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "herd"."agent_instance_ticket_activity" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance_ticket_activity" for each statement execute function "catalog".refuse_change('ledger');

alter table "herd"."agent_instance_ticket_activity" enable always trigger herdbook_refuse_change;

alter table "herd"."agent_instance_ticket_activity" enable always trigger herdbook_refuse_any_change;

alter table "herd"."agent_instance_ticket_activity" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."agent_instance_ticket_activity" to herdbook_app;

grant usage on sequence "herd"."agent_instance_ticket_activity_booking_id_seq" to herdbook_app;

alter table "herd"."agent_instance_token_activity" enable row level security;

alter table "herd"."agent_instance_token_activity" force row level security;

create policy tenant on "herd"."agent_instance_token_activity" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."agent_instance_token_activity" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "herd"."agent_instance_token_activity" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_instance_token_activity" for each statement execute function "catalog".refuse_change('ledger');

alter table "herd"."agent_instance_token_activity" enable always trigger herdbook_refuse_change;

alter table "herd"."agent_instance_token_activity" enable always trigger herdbook_refuse_any_change;

alter table "herd"."agent_instance_token_activity" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."agent_instance_token_activity" to herdbook_app;

grant usage on sequence "herd"."agent_instance_token_activity_booking_id_seq" to herdbook_app;

alter table "herd"."agent_observation" enable row level security;

alter table "herd"."agent_observation" force row level security;

create policy tenant on "herd"."agent_observation" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_observation" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_observation" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_observation" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."agent_observation" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."agent_observation" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."agent_observation" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"observation_id"}', '{}');

create trigger herdbook_history_update after update on "herd"."agent_observation" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"observation_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."agent_observation" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"observation_id"}', '{}');

alter table "herd"."agent_observation" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_observation" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_observation" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_observation" enable always trigger herdbook_keep_times;

alter table "herd"."agent_observation" enable always trigger herdbook_cascade_delete;

alter table "herd"."agent_observation" enable always trigger herdbook_history_insert;

alter table "herd"."agent_observation" enable always trigger herdbook_history_update;

alter table "herd"."agent_observation" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."agent_observation" to herdbook_app;

alter table "herd"."agent_skillset" enable row level security;

alter table "herd"."agent_skillset" force row level security;

create policy tenant on "herd"."agent_skillset" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_skillset" for each row execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_only_soft_delete before update on "herd"."agent_skillset" for each row execute function "catalog".only_soft_delete();

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."agent_skillset" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."agent_skillset" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"agent_code","skillset_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."agent_skillset" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"agent_code","skillset_code"}', '{}', '{}');

create trigger herdbook_history_delete after delete on "herd"."agent_skillset" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"agent_code","skillset_code"}', '{}');

alter table "herd"."agent_skillset" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_skillset" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_skillset" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_skillset" enable always trigger herdbook_only_soft_delete;

alter table "herd"."agent_skillset" enable always trigger herdbook_cascade_delete;

alter table "herd"."agent_skillset" enable always trigger herdbook_history_insert;

alter table "herd"."agent_skillset" enable always trigger herdbook_history_update;

alter table "herd"."agent_skillset" enable always trigger herdbook_history_delete;

grant select, insert on "herd"."agent_skillset" to herdbook_app;

grant update (deleted_at) on "herd"."agent_skillset" to herdbook_app;

alter table "herd"."craft_def" enable row level security;

alter table "herd"."craft_def" force row level security;

create policy tenant on "herd"."craft_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."craft_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."craft_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."craft_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."craft_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."craft_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."craft_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"craft_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."craft_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"craft_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."craft_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"craft_code"}', '{}');

alter table "herd"."craft_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."craft_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."craft_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."craft_def" enable always trigger herdbook_keep_times;

alter table "herd"."craft_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."craft_def" enable always trigger herdbook_history_insert;

alter table "herd"."craft_def" enable always trigger herdbook_history_update;

alter table "herd"."craft_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."craft_def" to herdbook_app;

alter table "herd"."craft_version" enable row level security;

alter table "herd"."craft_version" force row level security;

create policy tenant on "herd"."craft_version" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."craft_version" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "herd"."craft_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "herd"."craft_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_content_address before insert on "herd"."craft_version" for each row execute function "catalog".content_address('craft_version_code', 'craft_version_content');

alter table "herd"."craft_version" enable always trigger herdbook_refuse_change;

alter table "herd"."craft_version" enable always trigger herdbook_refuse_any_change;

alter table "herd"."craft_version" enable always trigger herdbook_refuse_truncate;

alter table "herd"."craft_version" enable always trigger herdbook_content_address;

grant select, insert on "herd"."craft_version" to herdbook_app;

alter table "herd"."decision_record" enable row level security;

alter table "herd"."decision_record" force row level security;

create policy tenant on "herd"."decision_record" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."decision_record" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."decision_record" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."decision_record" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."decision_record" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."decision_record" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."decision_record" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"decision_id"}', '{}');

create trigger herdbook_history_update after update on "herd"."decision_record" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"decision_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."decision_record" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"decision_id"}', '{}');

alter table "herd"."decision_record" enable always trigger herdbook_refuse_delete;

alter table "herd"."decision_record" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."decision_record" enable always trigger herdbook_refuse_truncate;

alter table "herd"."decision_record" enable always trigger herdbook_keep_times;

alter table "herd"."decision_record" enable always trigger herdbook_cascade_delete;

alter table "herd"."decision_record" enable always trigger herdbook_history_insert;

alter table "herd"."decision_record" enable always trigger herdbook_history_update;

alter table "herd"."decision_record" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."decision_record" to herdbook_app;

alter table "herd"."initiative_def" enable row level security;

alter table "herd"."initiative_def" force row level security;

create policy tenant on "herd"."initiative_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."initiative_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."initiative_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."initiative_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."initiative_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."initiative_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."initiative_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"initiative_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."initiative_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"initiative_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."initiative_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"initiative_code"}', '{}');

alter table "herd"."initiative_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."initiative_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."initiative_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."initiative_def" enable always trigger herdbook_keep_times;

alter table "herd"."initiative_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."initiative_def" enable always trigger herdbook_history_insert;

alter table "herd"."initiative_def" enable always trigger herdbook_history_update;

alter table "herd"."initiative_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."initiative_def" to herdbook_app;

alter table "herd"."model_def" enable row level security;

alter table "herd"."model_def" force row level security;

create policy tenant on "herd"."model_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."model_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."model_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."model_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."model_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."model_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."model_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"model_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."model_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"model_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."model_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"model_code"}', '{}');

alter table "herd"."model_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."model_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."model_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."model_def" enable always trigger herdbook_keep_times;

alter table "herd"."model_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."model_def" enable always trigger herdbook_history_insert;

alter table "herd"."model_def" enable always trigger herdbook_history_update;

alter table "herd"."model_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."model_def" to herdbook_app;

alter table "herd"."model_price" enable row level security;

alter table "herd"."model_price" force row level security;

create policy tenant on "herd"."model_price" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."model_price" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "herd"."model_price" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "herd"."model_price" for each statement execute function "catalog".refuse_change('ledger');

alter table "herd"."model_price" enable always trigger herdbook_refuse_change;

alter table "herd"."model_price" enable always trigger herdbook_refuse_any_change;

alter table "herd"."model_price" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."model_price" to herdbook_app;

grant usage on sequence "herd"."model_price_model_price_id_seq" to herdbook_app;

alter table "herd"."personality_def" enable row level security;

alter table "herd"."personality_def" force row level security;

create policy tenant on "herd"."personality_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."personality_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."personality_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."personality_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."personality_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."personality_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."personality_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"personality_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."personality_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"personality_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."personality_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"personality_code"}', '{}');

alter table "herd"."personality_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."personality_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."personality_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."personality_def" enable always trigger herdbook_keep_times;

alter table "herd"."personality_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."personality_def" enable always trigger herdbook_history_insert;

alter table "herd"."personality_def" enable always trigger herdbook_history_update;

alter table "herd"."personality_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."personality_def" to herdbook_app;

alter table "herd"."personality_version" enable row level security;

alter table "herd"."personality_version" force row level security;

create policy tenant on "herd"."personality_version" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."personality_version" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "herd"."personality_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "herd"."personality_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_content_address before insert on "herd"."personality_version" for each row execute function "catalog".content_address('personality_version_code', 'personality_version_content');

alter table "herd"."personality_version" enable always trigger herdbook_refuse_change;

alter table "herd"."personality_version" enable always trigger herdbook_refuse_any_change;

alter table "herd"."personality_version" enable always trigger herdbook_refuse_truncate;

alter table "herd"."personality_version" enable always trigger herdbook_content_address;

grant select, insert on "herd"."personality_version" to herdbook_app;

alter table "herd"."pr_def" enable row level security;

alter table "herd"."pr_def" force row level security;

create policy tenant on "herd"."pr_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."pr_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."pr_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."pr_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."pr_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."pr_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."pr_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"pr_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."pr_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"pr_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."pr_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"pr_code"}', '{}');

alter table "herd"."pr_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."pr_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."pr_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."pr_def" enable always trigger herdbook_keep_times;

alter table "herd"."pr_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."pr_def" enable always trigger herdbook_history_insert;

alter table "herd"."pr_def" enable always trigger herdbook_history_update;

alter table "herd"."pr_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."pr_def" to herdbook_app;

alter table "herd"."project_def" enable row level security;

alter table "herd"."project_def" force row level security;

create policy tenant on "herd"."project_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."project_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."project_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."project_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."project_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."project_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."project_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"project_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."project_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"project_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."project_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"project_code"}', '{}');

alter table "herd"."project_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."project_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."project_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."project_def" enable always trigger herdbook_keep_times;

alter table "herd"."project_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."project_def" enable always trigger herdbook_history_insert;

alter table "herd"."project_def" enable always trigger herdbook_history_update;

alter table "herd"."project_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."project_def" to herdbook_app;

alter table "herd"."review_def" enable row level security;

alter table "herd"."review_def" force row level security;

create policy tenant on "herd"."review_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."review_def" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "herd"."review_def" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "herd"."review_def" for each statement execute function "catalog".refuse_change('version');

alter table "herd"."review_def" enable always trigger herdbook_refuse_change;

alter table "herd"."review_def" enable always trigger herdbook_refuse_any_change;

alter table "herd"."review_def" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."review_def" to herdbook_app;

alter table "herd"."review_finding" enable row level security;

alter table "herd"."review_finding" force row level security;

create policy tenant on "herd"."review_finding" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."review_finding" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "herd"."review_finding" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "herd"."review_finding" for each statement execute function "catalog".refuse_change('version');

alter table "herd"."review_finding" enable always trigger herdbook_refuse_change;

alter table "herd"."review_finding" enable always trigger herdbook_refuse_any_change;

alter table "herd"."review_finding" enable always trigger herdbook_refuse_truncate;

grant select, insert on "herd"."review_finding" to herdbook_app;

alter table "herd"."skill_def" enable row level security;

alter table "herd"."skill_def" force row level security;

create policy tenant on "herd"."skill_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."skill_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."skill_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."skill_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."skill_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."skill_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."skill_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"skill_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."skill_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"skill_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."skill_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"skill_code"}', '{}');

alter table "herd"."skill_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."skill_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."skill_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skill_def" enable always trigger herdbook_keep_times;

alter table "herd"."skill_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."skill_def" enable always trigger herdbook_history_insert;

alter table "herd"."skill_def" enable always trigger herdbook_history_update;

alter table "herd"."skill_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."skill_def" to herdbook_app;

alter table "herd"."skill_skillset" enable row level security;

alter table "herd"."skill_skillset" force row level security;

create policy tenant on "herd"."skill_skillset" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."skill_skillset" for each row execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_any_delete before delete on "herd"."skill_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_truncate before truncate on "herd"."skill_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_only_soft_delete before update on "herd"."skill_skillset" for each row execute function "catalog".only_soft_delete();

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."skill_skillset" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."skill_skillset" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"skill_code","skillset_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."skill_skillset" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"skill_code","skillset_code"}', '{}', '{}');

create trigger herdbook_history_delete after delete on "herd"."skill_skillset" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"skill_code","skillset_code"}', '{}');

alter table "herd"."skill_skillset" enable always trigger herdbook_refuse_delete;

alter table "herd"."skill_skillset" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."skill_skillset" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skill_skillset" enable always trigger herdbook_only_soft_delete;

alter table "herd"."skill_skillset" enable always trigger herdbook_cascade_delete;

alter table "herd"."skill_skillset" enable always trigger herdbook_history_insert;

alter table "herd"."skill_skillset" enable always trigger herdbook_history_update;

alter table "herd"."skill_skillset" enable always trigger herdbook_history_delete;

grant select, insert on "herd"."skill_skillset" to herdbook_app;

grant update (deleted_at) on "herd"."skill_skillset" to herdbook_app;

alter table "herd"."skill_version" enable row level security;

alter table "herd"."skill_version" force row level security;

create policy tenant on "herd"."skill_version" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."skill_version" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "herd"."skill_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "herd"."skill_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_content_address before insert on "herd"."skill_version" for each row execute function "catalog".content_address('skill_version_code', 'skill_version_content');

alter table "herd"."skill_version" enable always trigger herdbook_refuse_change;

alter table "herd"."skill_version" enable always trigger herdbook_refuse_any_change;

alter table "herd"."skill_version" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skill_version" enable always trigger herdbook_content_address;

grant select, insert on "herd"."skill_version" to herdbook_app;

alter table "herd"."skillset_def" enable row level security;

alter table "herd"."skillset_def" force row level security;

create policy tenant on "herd"."skillset_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."skillset_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."skillset_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."skillset_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."skillset_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."skillset_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."skillset_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"skillset_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."skillset_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"skillset_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."skillset_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"skillset_code"}', '{}');

alter table "herd"."skillset_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."skillset_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."skillset_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skillset_def" enable always trigger herdbook_keep_times;

alter table "herd"."skillset_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."skillset_def" enable always trigger herdbook_history_insert;

alter table "herd"."skillset_def" enable always trigger herdbook_history_update;

alter table "herd"."skillset_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."skillset_def" to herdbook_app;

alter table "herd"."skillset_version" enable row level security;

alter table "herd"."skillset_version" force row level security;

create policy tenant on "herd"."skillset_version" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "herd"."skillset_version" for each row execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_any_change before update or delete on "herd"."skillset_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_refuse_truncate before truncate on "herd"."skillset_version" for each statement execute function "catalog".refuse_change('version');

create trigger herdbook_content_address before insert on "herd"."skillset_version" for each row execute function "catalog".content_address('skillset_version_code', 'skillset_version_content');

alter table "herd"."skillset_version" enable always trigger herdbook_refuse_change;

alter table "herd"."skillset_version" enable always trigger herdbook_refuse_any_change;

alter table "herd"."skillset_version" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skillset_version" enable always trigger herdbook_content_address;

grant select, insert on "herd"."skillset_version" to herdbook_app;

alter table "herd"."sprint_def" enable row level security;

alter table "herd"."sprint_def" force row level security;

create policy tenant on "herd"."sprint_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."sprint_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."sprint_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."sprint_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."sprint_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."sprint_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."sprint_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"sprint_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."sprint_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"sprint_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."sprint_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"sprint_code"}', '{}');

alter table "herd"."sprint_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."sprint_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."sprint_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."sprint_def" enable always trigger herdbook_keep_times;

alter table "herd"."sprint_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."sprint_def" enable always trigger herdbook_history_insert;

alter table "herd"."sprint_def" enable always trigger herdbook_history_update;

alter table "herd"."sprint_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."sprint_def" to herdbook_app;

alter table "herd"."ticket_def" enable row level security;

alter table "herd"."ticket_def" force row level security;

create policy tenant on "herd"."ticket_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."ticket_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."ticket_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."ticket_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."ticket_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "herd"."ticket_def" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "herd"."ticket_def" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"ticket_code"}', '{}');

create trigger herdbook_history_update after update on "herd"."ticket_def" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"ticket_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "herd"."ticket_def" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"ticket_code"}', '{}');

alter table "herd"."ticket_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."ticket_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."ticket_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."ticket_def" enable always trigger herdbook_keep_times;

alter table "herd"."ticket_def" enable always trigger herdbook_cascade_delete;

alter table "herd"."ticket_def" enable always trigger herdbook_history_insert;

alter table "herd"."ticket_def" enable always trigger herdbook_history_update;

alter table "herd"."ticket_def" enable always trigger herdbook_history_delete;

grant select, insert, update on "herd"."ticket_def" to herdbook_app;

alter table "intake"."import_run" enable row level security;

alter table "intake"."import_run" force row level security;

create policy tenant on "intake"."import_run" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "intake"."import_run" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "intake"."import_run" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "intake"."import_run" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "intake"."import_run" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "intake"."import_run" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

alter table "intake"."import_run" enable always trigger herdbook_refuse_delete;

alter table "intake"."import_run" enable always trigger herdbook_refuse_any_delete;

alter table "intake"."import_run" enable always trigger herdbook_refuse_truncate;

alter table "intake"."import_run" enable always trigger herdbook_keep_times;

alter table "intake"."import_run" enable always trigger herdbook_cascade_delete;

grant select, insert, update on "intake"."import_run" to herdbook_app;

grant usage, update on sequence "intake"."import_run_import_run_id_seq" to herdbook_app;

alter table "intake"."reject" enable row level security;

alter table "intake"."reject" force row level security;

create policy tenant on "intake"."reject" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "intake"."reject" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "intake"."reject" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "intake"."reject" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "intake"."reject" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "intake"."reject" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

alter table "intake"."reject" enable always trigger herdbook_refuse_delete;

alter table "intake"."reject" enable always trigger herdbook_refuse_any_delete;

alter table "intake"."reject" enable always trigger herdbook_refuse_truncate;

alter table "intake"."reject" enable always trigger herdbook_keep_times;

alter table "intake"."reject" enable always trigger herdbook_cascade_delete;

grant select, insert, update on "intake"."reject" to herdbook_app;

grant usage, update on sequence "intake"."reject_reject_id_seq" to herdbook_app;

alter table "intake"."source_file" enable row level security;

alter table "intake"."source_file" force row level security;

create policy tenant on "intake"."source_file" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "intake"."source_file" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "intake"."source_file" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "intake"."source_file" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "intake"."source_file" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "intake"."source_file" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

alter table "intake"."source_file" enable always trigger herdbook_refuse_delete;

alter table "intake"."source_file" enable always trigger herdbook_refuse_any_delete;

alter table "intake"."source_file" enable always trigger herdbook_refuse_truncate;

alter table "intake"."source_file" enable always trigger herdbook_keep_times;

alter table "intake"."source_file" enable always trigger herdbook_cascade_delete;

grant select, insert, update on "intake"."source_file" to herdbook_app;

grant usage, update on sequence "intake"."source_file_source_file_id_seq" to herdbook_app;

alter table "intake"."usage" enable row level security;

alter table "intake"."usage" force row level security;

create policy tenant on "intake"."usage" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

grant select, insert, update, delete on "intake"."usage" to herdbook_app;

alter table "memory"."alerts" enable row level security;

alter table "memory"."alerts" force row level security;

create policy tenant on "memory"."alerts" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."alerts" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."alerts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."alerts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."alerts" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."alerts" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."alerts" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."alerts" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."alerts" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."alerts" enable always trigger herdbook_refuse_delete;

alter table "memory"."alerts" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."alerts" enable always trigger herdbook_refuse_truncate;

alter table "memory"."alerts" enable always trigger herdbook_keep_times;

alter table "memory"."alerts" enable always trigger herdbook_cascade_delete;

alter table "memory"."alerts" enable always trigger herdbook_history_insert;

alter table "memory"."alerts" enable always trigger herdbook_history_update;

alter table "memory"."alerts" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."alerts" to herdbook_app;

alter table "memory"."contradictions" enable row level security;

alter table "memory"."contradictions" force row level security;

create policy tenant on "memory"."contradictions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."contradictions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."contradictions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."contradictions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."contradictions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "table_name" on "memory"."contradictions" for each row when (new."table_name" is not null) execute function "catalog".check_subject('table_name');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."contradictions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."contradictions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."contradictions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."contradictions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."contradictions" enable always trigger herdbook_refuse_delete;

alter table "memory"."contradictions" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."contradictions" enable always trigger herdbook_refuse_truncate;

alter table "memory"."contradictions" enable always trigger herdbook_keep_times;

alter table "memory"."contradictions" enable always trigger herdbook_subject;

alter table "memory"."contradictions" enable always trigger herdbook_cascade_delete;

alter table "memory"."contradictions" enable always trigger herdbook_history_insert;

alter table "memory"."contradictions" enable always trigger herdbook_history_update;

alter table "memory"."contradictions" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."contradictions" to herdbook_app;

alter table "memory"."episodic_memories" enable row level security;

alter table "memory"."episodic_memories" force row level security;

create policy tenant on "memory"."episodic_memories" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."episodic_memories" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."episodic_memories" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."episodic_memories" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."episodic_memories" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."episodic_memories" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."episodic_memories" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."episodic_memories" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."episodic_memories" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."episodic_memories" enable always trigger herdbook_refuse_delete;

alter table "memory"."episodic_memories" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."episodic_memories" enable always trigger herdbook_refuse_truncate;

alter table "memory"."episodic_memories" enable always trigger herdbook_keep_times;

alter table "memory"."episodic_memories" enable always trigger herdbook_cascade_delete;

alter table "memory"."episodic_memories" enable always trigger herdbook_history_insert;

alter table "memory"."episodic_memories" enable always trigger herdbook_history_update;

alter table "memory"."episodic_memories" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."episodic_memories" to herdbook_app;

alter table "memory"."injection_ledger" enable row level security;

alter table "memory"."injection_ledger" force row level security;

create policy tenant on "memory"."injection_ledger" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "memory"."injection_ledger" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "memory"."injection_ledger" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "memory"."injection_ledger" for each statement execute function "catalog".refuse_change('ledger');

alter table "memory"."injection_ledger" enable always trigger herdbook_refuse_change;

alter table "memory"."injection_ledger" enable always trigger herdbook_refuse_any_change;

alter table "memory"."injection_ledger" enable always trigger herdbook_refuse_truncate;

grant select, insert on "memory"."injection_ledger" to herdbook_app;

grant usage on sequence "memory"."injection_ledger_booking_id_seq" to herdbook_app;

alter table "memory"."logic_update_stages" enable row level security;

alter table "memory"."logic_update_stages" force row level security;

create policy tenant on "memory"."logic_update_stages" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "memory"."logic_update_stages" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "memory"."logic_update_stages" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "memory"."logic_update_stages" for each statement execute function "catalog".refuse_change('ledger');

alter table "memory"."logic_update_stages" enable always trigger herdbook_refuse_change;

alter table "memory"."logic_update_stages" enable always trigger herdbook_refuse_any_change;

alter table "memory"."logic_update_stages" enable always trigger herdbook_refuse_truncate;

grant select, insert on "memory"."logic_update_stages" to herdbook_app;

grant usage on sequence "memory"."logic_update_stages_booking_id_seq" to herdbook_app;

alter table "memory"."logic_updates" enable row level security;

alter table "memory"."logic_updates" force row level security;

create policy tenant on "memory"."logic_updates" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."logic_updates" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."logic_updates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."logic_updates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."logic_updates" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "subject_type" on "memory"."logic_updates" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."logic_updates" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."logic_updates" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."logic_updates" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."logic_updates" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."logic_updates" enable always trigger herdbook_refuse_delete;

alter table "memory"."logic_updates" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."logic_updates" enable always trigger herdbook_refuse_truncate;

alter table "memory"."logic_updates" enable always trigger herdbook_keep_times;

alter table "memory"."logic_updates" enable always trigger herdbook_subject;

alter table "memory"."logic_updates" enable always trigger herdbook_cascade_delete;

alter table "memory"."logic_updates" enable always trigger herdbook_history_insert;

alter table "memory"."logic_updates" enable always trigger herdbook_history_update;

alter table "memory"."logic_updates" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."logic_updates" to herdbook_app;

alter table "memory"."memory_business_intelligence" enable row level security;

alter table "memory"."memory_business_intelligence" force row level security;

create policy tenant on "memory"."memory_business_intelligence" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_business_intelligence" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_business_intelligence" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_business_intelligence" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_business_intelligence" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_business_intelligence" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_business_intelligence" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_business_intelligence" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_business_intelligence" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_keep_times;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_history_insert;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_history_update;

alter table "memory"."memory_business_intelligence" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_business_intelligence" to herdbook_app;

alter table "memory"."memory_codebases" enable row level security;

alter table "memory"."memory_codebases" force row level security;

create policy tenant on "memory"."memory_codebases" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_codebases" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_codebases" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_codebases" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_codebases" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_codebases" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_codebases" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_codebases" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_codebases" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_codebases" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_codebases" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_codebases" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_codebases" enable always trigger herdbook_keep_times;

alter table "memory"."memory_codebases" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_codebases" enable always trigger herdbook_history_insert;

alter table "memory"."memory_codebases" enable always trigger herdbook_history_update;

alter table "memory"."memory_codebases" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_codebases" to herdbook_app;

alter table "memory"."memory_coding_work_orders" enable row level security;

alter table "memory"."memory_coding_work_orders" force row level security;

create policy tenant on "memory"."memory_coding_work_orders" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_coding_work_orders" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_coding_work_orders" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_coding_work_orders" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_coding_work_orders" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_coding_work_orders" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_coding_work_orders" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_coding_work_orders" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_coding_work_orders" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_keep_times;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_history_insert;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_history_update;

alter table "memory"."memory_coding_work_orders" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_coding_work_orders" to herdbook_app;

alter table "memory"."memory_compliance_reports" enable row level security;

alter table "memory"."memory_compliance_reports" force row level security;

create policy tenant on "memory"."memory_compliance_reports" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_compliance_reports" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_compliance_reports" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_compliance_reports" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_compliance_reports" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_compliance_reports" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_compliance_reports" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_compliance_reports" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_compliance_reports" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_keep_times;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_history_insert;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_history_update;

alter table "memory"."memory_compliance_reports" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_compliance_reports" to herdbook_app;

alter table "memory"."memory_datasets" enable row level security;

alter table "memory"."memory_datasets" force row level security;

create policy tenant on "memory"."memory_datasets" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_datasets" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_datasets" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_datasets" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_datasets" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_datasets" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_datasets" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_datasets" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_datasets" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_datasets" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_datasets" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_datasets" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_datasets" enable always trigger herdbook_keep_times;

alter table "memory"."memory_datasets" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_datasets" enable always trigger herdbook_history_insert;

alter table "memory"."memory_datasets" enable always trigger herdbook_history_update;

alter table "memory"."memory_datasets" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_datasets" to herdbook_app;

alter table "memory"."memory_discovery_targets" enable row level security;

alter table "memory"."memory_discovery_targets" force row level security;

create policy tenant on "memory"."memory_discovery_targets" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_discovery_targets" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_discovery_targets" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_discovery_targets" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_discovery_targets" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_discovery_targets" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_discovery_targets" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{"authentication"}');

create trigger herdbook_history_update after update on "memory"."memory_discovery_targets" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{"authentication"}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_discovery_targets" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{"authentication"}');

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_keep_times;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_history_insert;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_history_update;

alter table "memory"."memory_discovery_targets" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_discovery_targets" to herdbook_app;

alter table "memory"."memory_documents" enable row level security;

alter table "memory"."memory_documents" force row level security;

create policy tenant on "memory"."memory_documents" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_documents" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_documents" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_documents" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_documents" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_documents" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_documents" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_documents" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_documents" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_documents" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_documents" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_documents" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_documents" enable always trigger herdbook_keep_times;

alter table "memory"."memory_documents" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_documents" enable always trigger herdbook_history_insert;

alter table "memory"."memory_documents" enable always trigger herdbook_history_update;

alter table "memory"."memory_documents" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_documents" to herdbook_app;

alter table "memory"."memory_execution_logs" enable row level security;

alter table "memory"."memory_execution_logs" force row level security;

create policy tenant on "memory"."memory_execution_logs" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_execution_logs" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_execution_logs" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_execution_logs" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_execution_logs" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_execution_logs" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_execution_logs" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_execution_logs" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_execution_logs" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_execution_logs" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_keep_times;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_history_insert;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_history_update;

alter table "memory"."memory_execution_logs" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_execution_logs" to herdbook_app;

alter table "memory"."memory_feedback_tickets" enable row level security;

alter table "memory"."memory_feedback_tickets" force row level security;

create policy tenant on "memory"."memory_feedback_tickets" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_feedback_tickets" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_feedback_tickets" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_feedback_tickets" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_feedback_tickets" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_feedback_tickets" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_feedback_tickets" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_feedback_tickets" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_feedback_tickets" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_keep_times;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_history_insert;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_history_update;

alter table "memory"."memory_feedback_tickets" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_feedback_tickets" to herdbook_app;

alter table "memory"."memory_governance_decisions" enable row level security;

alter table "memory"."memory_governance_decisions" force row level security;

create policy tenant on "memory"."memory_governance_decisions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "memory"."memory_governance_decisions" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "memory"."memory_governance_decisions" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_governance_decisions" for each statement execute function "catalog".refuse_change('ledger');

alter table "memory"."memory_governance_decisions" enable always trigger herdbook_refuse_change;

alter table "memory"."memory_governance_decisions" enable always trigger herdbook_refuse_any_change;

alter table "memory"."memory_governance_decisions" enable always trigger herdbook_refuse_truncate;

grant select, insert on "memory"."memory_governance_decisions" to herdbook_app;

alter table "memory"."memory_insights" enable row level security;

alter table "memory"."memory_insights" force row level security;

create policy tenant on "memory"."memory_insights" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_insights" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_insights" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_insights" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_insights" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_subject before insert or update of "context_table" on "memory"."memory_insights" for each row when (new."context_table" is not null) execute function "catalog".check_subject('context_table');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_insights" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_insights" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_insights" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_insights" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_insights" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_insights" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_insights" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_insights" enable always trigger herdbook_keep_times;

alter table "memory"."memory_insights" enable always trigger herdbook_subject;

alter table "memory"."memory_insights" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_insights" enable always trigger herdbook_history_insert;

alter table "memory"."memory_insights" enable always trigger herdbook_history_update;

alter table "memory"."memory_insights" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_insights" to herdbook_app;

alter table "memory"."memory_llm_prompts" enable row level security;

alter table "memory"."memory_llm_prompts" force row level security;

create policy tenant on "memory"."memory_llm_prompts" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_llm_prompts" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_llm_prompts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_llm_prompts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_llm_prompts" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_llm_prompts" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_llm_prompts" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_llm_prompts" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_llm_prompts" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_keep_times;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_history_insert;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_history_update;

alter table "memory"."memory_llm_prompts" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_llm_prompts" to herdbook_app;

alter table "memory"."memory_media" enable row level security;

alter table "memory"."memory_media" force row level security;

create policy tenant on "memory"."memory_media" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_media" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_media" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_media" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_media" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_media" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_media" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_media" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_media" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_media" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_media" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_media" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_media" enable always trigger herdbook_keep_times;

alter table "memory"."memory_media" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_media" enable always trigger herdbook_history_insert;

alter table "memory"."memory_media" enable always trigger herdbook_history_update;

alter table "memory"."memory_media" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_media" to herdbook_app;

alter table "memory"."memory_self_healing_playbooks" enable row level security;

alter table "memory"."memory_self_healing_playbooks" force row level security;

create policy tenant on "memory"."memory_self_healing_playbooks" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_self_healing_playbooks" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_self_healing_playbooks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_self_healing_playbooks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_self_healing_playbooks" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_self_healing_playbooks" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_self_healing_playbooks" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_self_healing_playbooks" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_self_healing_playbooks" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_keep_times;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_history_insert;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_history_update;

alter table "memory"."memory_self_healing_playbooks" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_self_healing_playbooks" to herdbook_app;

alter table "memory"."memory_sop_manuals" enable row level security;

alter table "memory"."memory_sop_manuals" force row level security;

create policy tenant on "memory"."memory_sop_manuals" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_sop_manuals" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_sop_manuals" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_sop_manuals" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_sop_manuals" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_sop_manuals" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_sop_manuals" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_sop_manuals" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_sop_manuals" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_keep_times;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_history_insert;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_history_update;

alter table "memory"."memory_sop_manuals" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_sop_manuals" to herdbook_app;

alter table "memory"."memory_sub_agents" enable row level security;

alter table "memory"."memory_sub_agents" force row level security;

create policy tenant on "memory"."memory_sub_agents" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_sub_agents" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_sub_agents" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_sub_agents" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_sub_agents" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_agent_id before insert or update of "agent_id" on "memory"."memory_sub_agents" for each row when (new."agent_id" is not null) execute function "catalog".register('agent_id', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_register_parent_agent_id before insert or update of "parent_agent_id" on "memory"."memory_sub_agents" for each row when (new."parent_agent_id" is not null) execute function "catalog".register('parent_agent_id', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_sub_agents" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_sub_agents" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_sub_agents" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_sub_agents" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_sub_agents" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_keep_times;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_register_agent_id;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_register_parent_agent_id;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_history_insert;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_history_update;

alter table "memory"."memory_sub_agents" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_sub_agents" to herdbook_app;

alter table "memory"."memory_trigger_mesh" enable row level security;

alter table "memory"."memory_trigger_mesh" force row level security;

create policy tenant on "memory"."memory_trigger_mesh" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_trigger_mesh" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_trigger_mesh" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_trigger_mesh" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_trigger_mesh" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_trigger_mesh" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_trigger_mesh" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_trigger_mesh" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_trigger_mesh" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_keep_times;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_history_insert;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_history_update;

alter table "memory"."memory_trigger_mesh" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_trigger_mesh" to herdbook_app;

alter table "memory"."memory_verification_suites" enable row level security;

alter table "memory"."memory_verification_suites" force row level security;

create policy tenant on "memory"."memory_verification_suites" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."memory_verification_suites" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."memory_verification_suites" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."memory_verification_suites" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."memory_verification_suites" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."memory_verification_suites" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."memory_verification_suites" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."memory_verification_suites" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."memory_verification_suites" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."memory_verification_suites" enable always trigger herdbook_refuse_delete;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_refuse_truncate;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_keep_times;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_cascade_delete;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_history_insert;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_history_update;

alter table "memory"."memory_verification_suites" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."memory_verification_suites" to herdbook_app;

alter table "memory"."mesh_events" enable row level security;

alter table "memory"."mesh_events" force row level security;

create policy tenant on "memory"."mesh_events" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "memory"."mesh_events" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "memory"."mesh_events" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "memory"."mesh_events" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_subject before insert or update of "subject_type" on "memory"."mesh_events" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

alter table "memory"."mesh_events" enable always trigger herdbook_refuse_change;

alter table "memory"."mesh_events" enable always trigger herdbook_refuse_any_change;

alter table "memory"."mesh_events" enable always trigger herdbook_refuse_truncate;

alter table "memory"."mesh_events" enable always trigger herdbook_subject;

grant select, insert on "memory"."mesh_events" to herdbook_app;

alter table "memory"."table_proposals" enable row level security;

alter table "memory"."table_proposals" force row level security;

create policy tenant on "memory"."table_proposals" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."table_proposals" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."table_proposals" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."table_proposals" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."table_proposals" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."table_proposals" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."table_proposals" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."table_proposals" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."table_proposals" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."table_proposals" enable always trigger herdbook_refuse_delete;

alter table "memory"."table_proposals" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."table_proposals" enable always trigger herdbook_refuse_truncate;

alter table "memory"."table_proposals" enable always trigger herdbook_keep_times;

alter table "memory"."table_proposals" enable always trigger herdbook_cascade_delete;

alter table "memory"."table_proposals" enable always trigger herdbook_history_insert;

alter table "memory"."table_proposals" enable always trigger herdbook_history_update;

alter table "memory"."table_proposals" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."table_proposals" to herdbook_app;

alter table "memory"."trigger_deliveries" enable row level security;

alter table "memory"."trigger_deliveries" force row level security;

create policy tenant on "memory"."trigger_deliveries" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."trigger_deliveries" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."trigger_deliveries" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."trigger_deliveries" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."trigger_deliveries" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."trigger_deliveries" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "memory"."trigger_deliveries" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "memory"."trigger_deliveries" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "memory"."trigger_deliveries" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "memory"."trigger_deliveries" enable always trigger herdbook_refuse_delete;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_refuse_truncate;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_keep_times;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_cascade_delete;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_history_insert;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_history_update;

alter table "memory"."trigger_deliveries" enable always trigger herdbook_history_delete;

grant select, insert, update on "memory"."trigger_deliveries" to herdbook_app;

alter table "memory"."trust_scores" enable row level security;

alter table "memory"."trust_scores" force row level security;

create policy tenant on "memory"."trust_scores" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

grant select, insert, update, delete on "memory"."trust_scores" to herdbook_app;

alter table "memory"."working_memory" enable row level security;

alter table "memory"."working_memory" force row level security;

create policy tenant on "memory"."working_memory" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "memory"."working_memory" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "memory"."working_memory" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "memory"."working_memory" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "memory"."working_memory" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "memory"."working_memory" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

alter table "memory"."working_memory" enable always trigger herdbook_refuse_delete;

alter table "memory"."working_memory" enable always trigger herdbook_refuse_any_delete;

alter table "memory"."working_memory" enable always trigger herdbook_refuse_truncate;

alter table "memory"."working_memory" enable always trigger herdbook_keep_times;

alter table "memory"."working_memory" enable always trigger herdbook_cascade_delete;

grant select, insert, update on "memory"."working_memory" to herdbook_app;

alter table "prompts"."namespace_access_control" enable row level security;

alter table "prompts"."namespace_access_control" force row level security;

create policy tenant on "prompts"."namespace_access_control" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "prompts"."namespace_access_control" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "prompts"."namespace_access_control" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "prompts"."namespace_access_control" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "prompts"."namespace_access_control" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "prompts"."namespace_access_control" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "prompts"."namespace_access_control" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"namespace_id","user_id"}', '{}');

create trigger herdbook_history_update after update on "prompts"."namespace_access_control" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"namespace_id","user_id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "prompts"."namespace_access_control" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"namespace_id","user_id"}', '{}');

alter table "prompts"."namespace_access_control" enable always trigger herdbook_refuse_delete;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_refuse_any_delete;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_refuse_truncate;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_keep_times;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_cascade_delete;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_history_insert;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_history_update;

alter table "prompts"."namespace_access_control" enable always trigger herdbook_history_delete;

grant select, insert, update on "prompts"."namespace_access_control" to herdbook_app;

alter table "prompts"."prompt_audit_log" enable row level security;

alter table "prompts"."prompt_audit_log" force row level security;

create policy tenant on "prompts"."prompt_audit_log" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "prompts"."prompt_audit_log" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "prompts"."prompt_audit_log" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "prompts"."prompt_audit_log" for each statement execute function "catalog".refuse_change('ledger');

alter table "prompts"."prompt_audit_log" enable always trigger herdbook_refuse_change;

alter table "prompts"."prompt_audit_log" enable always trigger herdbook_refuse_any_change;

alter table "prompts"."prompt_audit_log" enable always trigger herdbook_refuse_truncate;

grant select, insert on "prompts"."prompt_audit_log" to herdbook_app;

alter table "prompts"."prompt_budget_tiers" enable row level security;

alter table "prompts"."prompt_budget_tiers" force row level security;

create policy tenant on "prompts"."prompt_budget_tiers" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "prompts"."prompt_budget_tiers" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "prompts"."prompt_budget_tiers" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "prompts"."prompt_budget_tiers" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "prompts"."prompt_budget_tiers" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "prompts"."prompt_budget_tiers" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "prompts"."prompt_budget_tiers" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "prompts"."prompt_budget_tiers" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "prompts"."prompt_budget_tiers" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_refuse_delete;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_refuse_any_delete;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_refuse_truncate;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_keep_times;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_cascade_delete;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_history_insert;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_history_update;

alter table "prompts"."prompt_budget_tiers" enable always trigger herdbook_history_delete;

grant select, insert, update on "prompts"."prompt_budget_tiers" to herdbook_app;

alter table "prompts"."prompt_namespaces" enable row level security;

alter table "prompts"."prompt_namespaces" force row level security;

create policy tenant on "prompts"."prompt_namespaces" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "prompts"."prompt_namespaces" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "prompts"."prompt_namespaces" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "prompts"."prompt_namespaces" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "prompts"."prompt_namespaces" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "prompts"."prompt_namespaces" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "prompts"."prompt_namespaces" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "prompts"."prompt_namespaces" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "prompts"."prompt_namespaces" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_refuse_delete;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_refuse_any_delete;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_refuse_truncate;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_keep_times;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_cascade_delete;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_history_insert;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_history_update;

alter table "prompts"."prompt_namespaces" enable always trigger herdbook_history_delete;

grant select, insert, update on "prompts"."prompt_namespaces" to herdbook_app;

alter table "prompts"."prompt_templates" enable row level security;

alter table "prompts"."prompt_templates" force row level security;

create policy tenant on "prompts"."prompt_templates" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "prompts"."prompt_templates" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "prompts"."prompt_templates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "prompts"."prompt_templates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "prompts"."prompt_templates" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "prompts"."prompt_templates" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "prompts"."prompt_templates" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "prompts"."prompt_templates" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "prompts"."prompt_templates" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "prompts"."prompt_templates" enable always trigger herdbook_refuse_delete;

alter table "prompts"."prompt_templates" enable always trigger herdbook_refuse_any_delete;

alter table "prompts"."prompt_templates" enable always trigger herdbook_refuse_truncate;

alter table "prompts"."prompt_templates" enable always trigger herdbook_keep_times;

alter table "prompts"."prompt_templates" enable always trigger herdbook_cascade_delete;

alter table "prompts"."prompt_templates" enable always trigger herdbook_history_insert;

alter table "prompts"."prompt_templates" enable always trigger herdbook_history_update;

alter table "prompts"."prompt_templates" enable always trigger herdbook_history_delete;

grant select, insert, update on "prompts"."prompt_templates" to herdbook_app;

alter table "prompts"."prompt_versions" enable row level security;

alter table "prompts"."prompt_versions" force row level security;

create policy tenant on "prompts"."prompt_versions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "prompts"."prompt_versions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "prompts"."prompt_versions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "prompts"."prompt_versions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "prompts"."prompt_versions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "prompts"."prompt_versions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "prompts"."prompt_versions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "prompts"."prompt_versions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "prompts"."prompt_versions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "prompts"."prompt_versions" enable always trigger herdbook_refuse_delete;

alter table "prompts"."prompt_versions" enable always trigger herdbook_refuse_any_delete;

alter table "prompts"."prompt_versions" enable always trigger herdbook_refuse_truncate;

alter table "prompts"."prompt_versions" enable always trigger herdbook_keep_times;

alter table "prompts"."prompt_versions" enable always trigger herdbook_cascade_delete;

alter table "prompts"."prompt_versions" enable always trigger herdbook_history_insert;

alter table "prompts"."prompt_versions" enable always trigger herdbook_history_update;

alter table "prompts"."prompt_versions" enable always trigger herdbook_history_delete;

grant select, insert, update on "prompts"."prompt_versions" to herdbook_app;

alter table "skills"."agent_definitions" enable row level security;

alter table "skills"."agent_definitions" force row level security;

create policy tenant on "skills"."agent_definitions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."agent_definitions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."agent_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."agent_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."agent_definitions" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_register_agent_key before insert or update of "agent_key" on "skills"."agent_definitions" for each row when (new."agent_key" is not null) execute function "catalog".register('agent_key', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."agent_definitions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."agent_definitions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."agent_definitions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "skills"."agent_definitions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."agent_definitions" enable always trigger herdbook_refuse_delete;

alter table "skills"."agent_definitions" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."agent_definitions" enable always trigger herdbook_refuse_truncate;

alter table "skills"."agent_definitions" enable always trigger herdbook_keep_times;

alter table "skills"."agent_definitions" enable always trigger herdbook_register_agent_key;

alter table "skills"."agent_definitions" enable always trigger herdbook_cascade_delete;

alter table "skills"."agent_definitions" enable always trigger herdbook_history_insert;

alter table "skills"."agent_definitions" enable always trigger herdbook_history_update;

alter table "skills"."agent_definitions" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."agent_definitions" to herdbook_app;

alter table "skills"."agents" enable row level security;

alter table "skills"."agents" force row level security;

create policy tenant on "skills"."agents" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."agents" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."agents" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."agents" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."agents" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_register_agent_key before insert or update of "agent_key" on "skills"."agents" for each row when (new."agent_key" is not null) execute function "catalog".register('agent_key', 'herd."agent_def"', 'agent_code', 'text');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."agents" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."agents" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."agents" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "skills"."agents" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."agents" enable always trigger herdbook_refuse_delete;

alter table "skills"."agents" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."agents" enable always trigger herdbook_refuse_truncate;

alter table "skills"."agents" enable always trigger herdbook_keep_times;

alter table "skills"."agents" enable always trigger herdbook_register_agent_key;

alter table "skills"."agents" enable always trigger herdbook_cascade_delete;

alter table "skills"."agents" enable always trigger herdbook_history_insert;

alter table "skills"."agents" enable always trigger herdbook_history_update;

alter table "skills"."agents" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."agents" to herdbook_app;

alter table "skills"."skill_artifacts" enable row level security;

alter table "skills"."skill_artifacts" force row level security;

create policy tenant on "skills"."skill_artifacts" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."skill_artifacts" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."skill_artifacts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."skill_artifacts" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."skill_artifacts" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."skill_artifacts" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."skill_artifacts" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."skill_artifacts" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "skills"."skill_artifacts" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."skill_artifacts" enable always trigger herdbook_refuse_delete;

alter table "skills"."skill_artifacts" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."skill_artifacts" enable always trigger herdbook_refuse_truncate;

alter table "skills"."skill_artifacts" enable always trigger herdbook_keep_times;

alter table "skills"."skill_artifacts" enable always trigger herdbook_cascade_delete;

alter table "skills"."skill_artifacts" enable always trigger herdbook_history_insert;

alter table "skills"."skill_artifacts" enable always trigger herdbook_history_update;

alter table "skills"."skill_artifacts" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."skill_artifacts" to herdbook_app;

alter table "skills"."skill_code_blocks" enable row level security;

alter table "skills"."skill_code_blocks" force row level security;

create policy tenant on "skills"."skill_code_blocks" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."skill_code_blocks" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."skill_code_blocks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."skill_code_blocks" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."skill_code_blocks" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."skill_code_blocks" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."skill_code_blocks" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."skill_code_blocks" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "skills"."skill_code_blocks" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."skill_code_blocks" enable always trigger herdbook_refuse_delete;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_refuse_truncate;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_keep_times;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_cascade_delete;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_history_insert;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_history_update;

alter table "skills"."skill_code_blocks" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."skill_code_blocks" to herdbook_app;

alter table "skills"."skill_context_templates" enable row level security;

alter table "skills"."skill_context_templates" force row level security;

create policy tenant on "skills"."skill_context_templates" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."skill_context_templates" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."skill_context_templates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."skill_context_templates" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."skill_context_templates" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."skill_context_templates" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."skill_context_templates" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."skill_context_templates" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "skills"."skill_context_templates" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."skill_context_templates" enable always trigger herdbook_refuse_delete;

alter table "skills"."skill_context_templates" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."skill_context_templates" enable always trigger herdbook_refuse_truncate;

alter table "skills"."skill_context_templates" enable always trigger herdbook_keep_times;

alter table "skills"."skill_context_templates" enable always trigger herdbook_cascade_delete;

alter table "skills"."skill_context_templates" enable always trigger herdbook_history_insert;

alter table "skills"."skill_context_templates" enable always trigger herdbook_history_update;

alter table "skills"."skill_context_templates" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."skill_context_templates" to herdbook_app;

alter table "skills"."skill_definitions" enable row level security;

alter table "skills"."skill_definitions" force row level security;

create policy tenant on "skills"."skill_definitions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."skill_definitions" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."skill_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."skill_definitions" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."skill_definitions" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."skill_definitions" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."skill_definitions" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."skill_definitions" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "skills"."skill_definitions" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."skill_definitions" enable always trigger herdbook_refuse_delete;

alter table "skills"."skill_definitions" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."skill_definitions" enable always trigger herdbook_refuse_truncate;

alter table "skills"."skill_definitions" enable always trigger herdbook_keep_times;

alter table "skills"."skill_definitions" enable always trigger herdbook_cascade_delete;

alter table "skills"."skill_definitions" enable always trigger herdbook_history_insert;

alter table "skills"."skill_definitions" enable always trigger herdbook_history_update;

alter table "skills"."skill_definitions" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."skill_definitions" to herdbook_app;

alter table "skills"."skill_personas" enable row level security;

alter table "skills"."skill_personas" force row level security;

create policy tenant on "skills"."skill_personas" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."skill_personas" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."skill_personas" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."skill_personas" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."skill_personas" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."skill_personas" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."skill_personas" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."skill_personas" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "skills"."skill_personas" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."skill_personas" enable always trigger herdbook_refuse_delete;

alter table "skills"."skill_personas" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."skill_personas" enable always trigger herdbook_refuse_truncate;

alter table "skills"."skill_personas" enable always trigger herdbook_keep_times;

alter table "skills"."skill_personas" enable always trigger herdbook_cascade_delete;

alter table "skills"."skill_personas" enable always trigger herdbook_history_insert;

alter table "skills"."skill_personas" enable always trigger herdbook_history_update;

alter table "skills"."skill_personas" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."skill_personas" to herdbook_app;

alter table "skills"."skills" enable row level security;

alter table "skills"."skills" force row level security;

create policy tenant on "skills"."skills" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "skills"."skills" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "skills"."skills" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "skills"."skills" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "skills"."skills" for each row execute function "catalog".keep_times('created_at', 'updated_at');

create trigger herdbook_cascade_delete after update of deleted_at on "skills"."skills" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "skills"."skills" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"id"}', '{}');

create trigger herdbook_history_update after update on "skills"."skills" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"id"}', '{}', '{"updated_at"}');

create trigger herdbook_history_delete after delete on "skills"."skills" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"id"}', '{}');

alter table "skills"."skills" enable always trigger herdbook_refuse_delete;

alter table "skills"."skills" enable always trigger herdbook_refuse_any_delete;

alter table "skills"."skills" enable always trigger herdbook_refuse_truncate;

alter table "skills"."skills" enable always trigger herdbook_keep_times;

alter table "skills"."skills" enable always trigger herdbook_cascade_delete;

alter table "skills"."skills" enable always trigger herdbook_history_insert;

alter table "skills"."skills" enable always trigger herdbook_history_update;

alter table "skills"."skills" enable always trigger herdbook_history_delete;

grant select, insert, update on "skills"."skills" to herdbook_app;

alter table "warehouse"."run" enable row level security;

alter table "warehouse"."run" force row level security;

create policy tenant on "warehouse"."run" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "warehouse"."run" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "warehouse"."run" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "warehouse"."run" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "warehouse"."run" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "warehouse"."run" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

alter table "warehouse"."run" enable always trigger herdbook_refuse_delete;

alter table "warehouse"."run" enable always trigger herdbook_refuse_any_delete;

alter table "warehouse"."run" enable always trigger herdbook_refuse_truncate;

alter table "warehouse"."run" enable always trigger herdbook_keep_times;

alter table "warehouse"."run" enable always trigger herdbook_cascade_delete;

grant select, insert, update on "warehouse"."run" to herdbook_app;

alter table "warehouse"."run_step" enable row level security;

alter table "warehouse"."run_step" force row level security;

create policy tenant on "warehouse"."run_step" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_change before update or delete on "warehouse"."run_step" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "warehouse"."run_step" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "warehouse"."run_step" for each statement execute function "catalog".refuse_change('ledger');

alter table "warehouse"."run_step" enable always trigger herdbook_refuse_change;

alter table "warehouse"."run_step" enable always trigger herdbook_refuse_any_change;

alter table "warehouse"."run_step" enable always trigger herdbook_refuse_truncate;

grant select, insert on "warehouse"."run_step" to herdbook_app;

grant usage on sequence "warehouse"."run_step_booking_id_seq" to herdbook_app;

alter table "warehouse"."saved_query" enable row level security;

alter table "warehouse"."saved_query" force row level security;

create policy tenant on "warehouse"."saved_query" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "warehouse"."saved_query" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "warehouse"."saved_query" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "warehouse"."saved_query" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "warehouse"."saved_query" for each row execute function "catalog".keep_times('created_at', 'modified_at');

create trigger herdbook_cascade_delete after update of deleted_at on "warehouse"."saved_query" for each row when (old.deleted_at is null and new.deleted_at is not null) execute function "catalog".cascade_delete();

create trigger herdbook_history_insert after insert on "warehouse"."saved_query" referencing new table as new_rows for each statement execute function "catalog".book_insert('{"query_code"}', '{}');

create trigger herdbook_history_update after update on "warehouse"."saved_query" referencing old table as old_rows new table as new_rows for each statement execute function "catalog".book_update('{"query_code"}', '{}', '{"modified_at"}');

create trigger herdbook_history_delete after delete on "warehouse"."saved_query" referencing old table as old_rows for each statement execute function "catalog".book_delete('{"query_code"}', '{}');

alter table "warehouse"."saved_query" enable always trigger herdbook_refuse_delete;

alter table "warehouse"."saved_query" enable always trigger herdbook_refuse_any_delete;

alter table "warehouse"."saved_query" enable always trigger herdbook_refuse_truncate;

alter table "warehouse"."saved_query" enable always trigger herdbook_keep_times;

alter table "warehouse"."saved_query" enable always trigger herdbook_cascade_delete;

alter table "warehouse"."saved_query" enable always trigger herdbook_history_insert;

alter table "warehouse"."saved_query" enable always trigger herdbook_history_update;

alter table "warehouse"."saved_query" enable always trigger herdbook_history_delete;

grant select, insert, update on "warehouse"."saved_query" to herdbook_app;

create trigger "refresh_compliance_status" after insert or update on "compliance"."filing_checklists" for each row execute function "compliance"."filing_checklists_refresh_compliance_status"();

alter table "compliance"."filing_checklists" enable always trigger "refresh_compliance_status";

create trigger "freeze_rule" before insert or update on "compliance"."filing_rule_snapshots" for each row execute function "compliance"."filing_rule_snapshots_freeze_rule"();

alter table "compliance"."filing_rule_snapshots" enable always trigger "freeze_rule";

create trigger "only_newer" before insert on "compliance"."rule_versions" for each row execute function "compliance"."rule_versions_only_newer"();

alter table "compliance"."rule_versions" enable always trigger "only_newer";

create trigger "never_rewritten" before update on "compliance"."rule_versions" for each row execute function "compliance"."rule_versions_never_rewritten"();

alter table "compliance"."rule_versions" enable always trigger "never_rewritten";

create trigger "supersede" before insert or update of "status" on "compliance"."rule_versions" for each row when (new.status = 'active') execute function "compliance"."rule_versions_supersede"();

alter table "compliance"."rule_versions" enable always trigger "supersede";

create trigger "make_filings_stale" after insert or update of "status" on "compliance"."rule_versions" for each row when (new.status = 'active') execute function "compliance"."rule_versions_make_filings_stale"();

alter table "compliance"."rule_versions" enable always trigger "make_filings_stale";

create trigger "grant_in_turn" before insert on "control"."agent_lease" for each row execute function "control"."agent_lease_grant_in_turn"();

alter table "control"."agent_lease" enable always trigger "grant_in_turn";

create trigger "keep_grant" before update on "control"."agent_lease" for each row execute function "control"."agent_lease_keep_grant"();

alter table "control"."agent_lease" enable always trigger "keep_grant";

create trigger "fail_closed" before insert or update on "control"."persistent_domain_agent_profile" for each row execute function "control"."persistent_domain_agent_profile_fail_closed"();

alter table "control"."persistent_domain_agent_profile" enable always trigger "fail_closed";

create trigger "fold_repeats" before insert on "control"."watchdog_observation" for each row execute function "control"."watchdog_observation_fold_repeats"();

alter table "control"."watchdog_observation" enable always trigger "fold_repeats";

create trigger "meet_definition" before insert or update of "type_id", "properties", "deleted_at" on "entities"."entities" for each row when (new.deleted_at is null) execute function "entities"."entities_meet_definition"();

alter table "entities"."entities" enable always trigger "meet_definition";

create trigger "keep_system_types" before update on "entities"."entity_type_definitions" for each row when (old.is_system_type) execute function "entities"."entity_type_definitions_keep_system_types"();

alter table "entities"."entity_type_definitions" enable always trigger "keep_system_types";

create trigger "meet_rule" before insert or update of "parent_entity_id", "child_entity_id", "deleted_at" on "entities"."relationships" for each row when (new.deleted_at is null) execute function "entities"."relationships_meet_rule"();

alter table "entities"."relationships" enable always trigger "meet_rule";

create trigger "count_for_playbook" after insert or update of "linked_playbook_id", "status", "duration_ms", "started_at", "deleted_at" on "memory"."memory_execution_logs" for each row execute function "memory"."memory_execution_logs_count_for_playbook"();

alter table "memory"."memory_execution_logs" enable always trigger "count_for_playbook";

create trigger "count_runs" before insert or update of "playbook_name", "total_runs", "successful_runs", "total_execution_time_ms", "last_used_at" on "memory"."memory_self_healing_playbooks" for each row execute function "memory"."memory_self_healing_playbooks_count_runs"();

alter table "memory"."memory_self_healing_playbooks" enable always trigger "count_runs";

create trigger "count_deliveries" before insert or update of "trigger_id", "total_triggers", "successful_triggers", "failed_triggers", "total_execution_time_ms", "last_triggered_at" on "memory"."memory_trigger_mesh" for each row execute function "memory"."memory_trigger_mesh_count_deliveries"();

alter table "memory"."memory_trigger_mesh" enable always trigger "count_deliveries";

create trigger "count_for_trigger" after insert or update of "trigger_id", "status", "duration_ms", "ended_at", "deleted_at" on "memory"."trigger_deliveries" for each row execute function "memory"."trigger_deliveries_count_for_trigger"();

alter table "memory"."trigger_deliveries" enable always trigger "count_for_trigger";

create trigger "name_active_version" before insert or update of "id", "active_version_id" on "prompts"."prompt_templates" for each row execute function "prompts"."prompt_templates_name_active_version"();

alter table "prompts"."prompt_templates" enable always trigger "name_active_version";

create trigger "hash_body" before insert or update of "body", "body_hash" on "prompts"."prompt_versions" for each row execute function "prompts"."prompt_versions_hash_body"();

alter table "prompts"."prompt_versions" enable always trigger "hash_body";

create trigger "number_versions" before insert on "prompts"."prompt_versions" for each row execute function "prompts"."prompt_versions_number_versions"();

alter table "prompts"."prompt_versions" enable always trigger "number_versions";

create trigger "keep_published" before update on "prompts"."prompt_versions" for each row execute function "prompts"."prompt_versions_keep_published"();

alter table "prompts"."prompt_versions" enable always trigger "keep_published";

create trigger "name_active_version" after insert or update of "status", "deleted_at" on "prompts"."prompt_versions" for each row execute function "prompts"."prompt_versions_name_active_version"();

alter table "prompts"."prompt_versions" enable always trigger "name_active_version";

create trigger "address_content" before insert or update of "content", "content_hash" on "skills"."skill_artifacts" for each row execute function "skills"."skill_artifacts_address_content"();

alter table "skills"."skill_artifacts" enable always trigger "address_content";

create view "control"."workspace_cleanup_due" with (security_invoker = true) as select workspace.workspace_id, workspace.workspace_path, workspace.agent_slug, workspace.retention_policy,
       case workspace.retention_policy when 'after_idle' then workspace.last_used_at else profile.retired_at end + make_interval(days => workspace.retention_days) as due_since,
       workspace.size_bytes
  from control.workspace_record workspace
  join control.persistent_domain_agent_profile profile on profile.agent_slug = workspace.agent_slug and profile.tenant_id = workspace.tenant_id
 where workspace.deleted_at is null
   and workspace.lifecycle_state <> 'cleaned'
   and workspace.retention_policy <> 'keep'
   and case workspace.retention_policy when 'after_idle' then workspace.last_used_at else profile.retired_at end + make_interval(days => workspace.retention_days) <= now();

comment on view "control"."workspace_cleanup_due" is 'Workspaces whose term is over. They are listed, and cleaned only by someone''s act.';

grant select on "control"."workspace_cleanup_due" to herdbook_app;

create view "governance"."budget_usage" with (security_invoker = true) as select md5(activity.tenant_id || '/' || activity.booking_id)::uuid as id,
       coalesce(instance.agent_code, '')::varchar(100) as agent_id,
       activity.agent_instance_code::varchar(100) as execution_id,
       -- Two thousand million tokens in one call are a fault of its source, and must not hide the calls beside it.
       greatest(least(activity.token_input_count::bigint + activity.token_output_count + activity.token_cache_read_count
                      + activity.token_cache_create_count, 2147483647), -2147483647)::integer as tokens_used,
       case when activity.token_cost_usd is not null then greatest(least(activity.token_cost_usd, 9999.999999), -9999.999999) end::numeric(10,6) as cost_usd,
       activity.model_code::varchar(100) as model,
       activity.created_at,
       activity.booking_id
  from herd.agent_instance_token_activity activity
  left join herd.agent_instance instance
    on instance.tenant_id = activity.tenant_id
   and instance.agent_instance_code = activity.agent_instance_code;

comment on view "governance"."budget_usage" is 'Tokens and cost of each call of a model, as the token ledger has booked them. Corrections are rows of their own, so every figure is a plain sum.';

grant select on "governance"."budget_usage" to herdbook_app;

create view "memory"."dead_letters" with (security_invoker = true) as select delivery.id as delivery_id, delivery.event_id, event.event_type, delivery.trigger_id, delivery.subscriber, delivery.attempts,
       delivery.last_error, event.payload, event.occurred_at, delivery.ended_at
  from memory.trigger_deliveries delivery
  left join memory.mesh_events event on event.event_id = delivery.event_id and event.tenant_id = delivery.tenant_id
 where delivery.status = 'dead'
   and delivery.deleted_at is null;

comment on view "memory"."dead_letters" is 'Deliveries that were given up, each with its event, so that they can be looked at and sent again.';

grant select on "memory"."dead_letters" to herdbook_app;

create view "memory"."table_trust" with (security_invoker = true) as select score.table_name,
       count(*) as row_count,
       avg(score.score) as mean_score,
       avg((score.band = 'low')::integer)::double precision as low_share,
       avg((score.band = 'high')::integer)::double precision as high_share,
       (select count(*) from memory.contradictions c where c.table_name = score.table_name and c.status = 'open' and c.deleted_at is null) as open_contradictions,
       min(score.computed_at) as computed_at
  from memory.trust_scores score
 group by score.table_name;

comment on view "memory"."table_trust" is 'How far each table may be trusted: the mean of its rows'' scores, and the share of those that are low.';

grant select on "memory"."table_trust" to herdbook_app;

comment on column "control"."workspace_cleanup_due"."workspace_id" is 'The workspace.';

comment on column "control"."workspace_cleanup_due"."workspace_path" is 'Where it is.';

comment on column "control"."workspace_cleanup_due"."agent_slug" is 'The agent that owns it.';

comment on column "control"."workspace_cleanup_due"."retention_policy" is 'The term that is over.';

comment on column "control"."workspace_cleanup_due"."due_since" is 'Since when.';

comment on column "control"."workspace_cleanup_due"."size_bytes" is 'How large it is.';

comment on column "governance"."budget_usage"."id" is 'The record''s own id, made of the booking''s tenant and number.';

comment on column "governance"."budget_usage"."agent_id" is 'The agent; empty text where the run names none.';

comment on column "governance"."budget_usage"."execution_id" is 'The run that the tokens were used in.';

comment on column "governance"."budget_usage"."tokens_used" is 'Tokens of all kinds together; a correction may be negative.';

comment on column "governance"."budget_usage"."cost_usd" is 'What they cost; empty while they have no price.';

comment on column "governance"."budget_usage"."model" is 'The model.';

comment on column "governance"."budget_usage"."created_at" is 'When the call was made.';

comment on column "governance"."budget_usage"."booking_id" is 'The booking in herd.agent_instance_token_activity.';

comment on column "memory"."dead_letters"."delivery_id" is 'The delivery that was given up.';

comment on column "memory"."dead_letters"."event_id" is 'The event.';

comment on column "memory"."dead_letters"."event_type" is 'What happened.';

comment on column "memory"."dead_letters"."trigger_id" is 'The rule that carried it.';

comment on column "memory"."dead_letters"."subscriber" is 'Who did not receive it.';

comment on column "memory"."dead_letters"."attempts" is 'How often it was tried.';

comment on column "memory"."dead_letters"."last_error" is 'What the last failure said.';

comment on column "memory"."dead_letters"."payload" is 'What was to be told.';

comment on column "memory"."dead_letters"."occurred_at" is 'When it happened.';

comment on column "memory"."dead_letters"."ended_at" is 'When it was given up.';

comment on column "memory"."table_trust"."table_name" is 'The table.';

comment on column "memory"."table_trust"."row_count" is 'Rows that have a score.';

comment on column "memory"."table_trust"."mean_score" is 'The mean of their scores, from 0 to 1.';

comment on column "memory"."table_trust"."low_share" is 'The share of them below 0.5.';

comment on column "memory"."table_trust"."high_share" is 'The share of them from 0.8 on.';

comment on column "memory"."table_trust"."open_contradictions" is 'Its open contradictions.';

comment on column "memory"."table_trust"."computed_at" is 'When the oldest of the scores was computed.';
