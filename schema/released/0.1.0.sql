-- The schema of Herdbook 0.1.0, as it was released. A test upgrades a database that has it. Never changed.

create schema "agent";

grant usage on schema "agent" to herdbook_app;

create schema "catalog";

grant usage on schema "catalog" to herdbook_app;

create schema "herd";

grant usage on schema "herd" to herdbook_app;

create schema "intake";

grant usage on schema "intake" to herdbook_app;

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

create function "catalog".keep_times() returns trigger language plpgsql  security invoker set search_path = pg_catalog as $body$
begin
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
    if 'modified_at' = any (tg_argv) then
        new.modified_at := clock_timestamp();
    end if;
    if 'updated_at' = any (tg_argv) then
        new.updated_at := clock_timestamp();
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
    if not exists (select from catalog.manifest m where m.table_name = given) then
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

alter table "agent"."events" add constraint "events_tenant_present" check (tenant_id <> '');

alter table "agent"."events" add constraint "events_event_type_one_of" check ("event_type" in ('user_message'::text, 'assistant_message'::text, 'thinking'::text, 'tool_call'::text, 'tool_result'::text, 'hook'::text, 'compaction'::text, 'summary'::text, 'permission_change'::text, 'pr_link'::text, 'system'::text, 'tool_progress'::text, 'queue'::text, 'file_snapshot'::text, 'other'::text));

alter table "agent"."events" add constraint "events_salience_score_range" check ("salience_score" >= 0 and "salience_score" <= 1);

alter table "agent"."events" add constraint "events_memory_scope_one_of" check ("memory_scope" in ('run'::text, 'session'::text, 'user'::text, 'project'::text, 'engagement'::text, 'global'::text));

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

create table "agent"."sessions" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "id" bigint generated always as identity (sequence name "agent"."sessions_id_seq"),
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
    "last_event_at" timestamp with time zone
);

alter table "agent"."sessions" add constraint "sessions_pkey" primary key ("tenant_id", "id");

alter table "agent"."sessions" add constraint "sessions_global_id_key" unique ("tenant_id", "global_id");

alter table "agent"."sessions" add constraint "sessions_agent_instance_code_key" unique ("tenant_id", "agent_instance_code");

alter table "agent"."sessions" add constraint "sessions_tenant_present" check (tenant_id <> '');

alter table "agent"."sessions" add constraint "sessions_status_one_of" check ("status" in ('running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text));

alter table "agent"."sessions" add constraint "sessions_title_source_one_of" check ("title_source" in ('summary'::text, 'prompt'::text));

alter table "agent"."sessions" add constraint "sessions_subject_whole" check (("subject_type" is null) = ("subject_id" is null));

create index "sessions_started_at_idx" on "agent"."sessions" using btree ("tenant_id", "started_at");

create index "sessions_last_event_at_idx" on "agent"."sessions" using btree ("tenant_id", "last_event_at");

create index "sessions_parent_session_id_idx" on "agent"."sessions" using btree ("tenant_id", "parent_session_id");

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

create table "catalog"."applied_plan" (
    "applied_plan_id" bigint generated always as identity (sequence name "catalog"."applied_plan_applied_plan_id_seq"),
    "catalog_digest" text not null,
    "steps" jsonb not null,
    "applied_by" text default (session_user) not null,
    "booked_at" timestamp with time zone default (now()) not null,
    "booked_xid" xid8 default (pg_current_xact_id()) not null
);

alter table "catalog"."applied_plan" add constraint "applied_plan_pkey" primary key ("applied_plan_id");

create index "applied_plan_booked_xid_idx" on "catalog"."applied_plan" (booked_xid);

comment on table "catalog"."applied_plan" is 'A plan that was applied to this database.';

comment on column "catalog"."applied_plan"."applied_plan_id" is 'The plan''s number.';

comment on column "catalog"."applied_plan"."catalog_digest" is 'SHA-256 of the catalog that the database has equalled since.';

comment on column "catalog"."applied_plan"."steps" is 'The statements, in order, and what each was for.';

comment on column "catalog"."applied_plan"."applied_by" is 'The login that applied it.';

comment on column "catalog"."applied_plan"."booked_at" is 'When the row was booked.';

comment on column "catalog"."applied_plan"."booked_xid" is 'The transaction that booked the row: the extract''s watermark.';

create table "catalog"."manifest" (
    "table_name" text,
    "module" text not null,
    "kind" text not null,
    "yaml_digest" text not null,
    "declaration" jsonb not null
);

alter table "catalog"."manifest" add constraint "manifest_pkey" primary key ("table_name");

alter table "catalog"."manifest" add constraint "manifest_kind_one_of" check ("kind" in ('entity'::text, 'version'::text, 'ledger'::text, 'junction'::text, 'cache'::text));

comment on table "catalog"."manifest" is 'The tables that this database has, as they were declared. Rebuilt from: the files of the catalog.';

comment on column "catalog"."manifest"."table_name" is 'Module and table.';

comment on column "catalog"."manifest"."module" is 'The module, which is also the schema.';

comment on column "catalog"."manifest"."kind" is 'What may happen to its rows.';

comment on column "catalog"."manifest"."yaml_digest" is 'SHA-256 of the file.';

comment on column "catalog"."manifest"."declaration" is 'The declaration.';

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
    "agent_instance_title" text
);

alter table "herd"."agent_instance" add constraint "agent_instance_pkey" primary key ("tenant_id", "agent_instance_code");

alter table "herd"."agent_instance" add constraint "agent_instance_tenant_present" check (tenant_id <> '');

create index "agent_instance_agent_code_agent_instance_started_at_idx" on "herd"."agent_instance" using btree ("tenant_id", "agent_code", "agent_instance_started_at");

create index "agent_instance_root_agent_instance_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "root_agent_instance_code");

create index "agent_instance_spawned_by_agent_instance_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "spawned_by_agent_instance_code");

create index "agent_instance_project_code_agent_instance_started_at_idx" on "herd"."agent_instance" using btree ("tenant_id", "project_code", "agent_instance_started_at");

create index "agent_instance_ticket_code_idx" on "herd"."agent_instance" using btree ("tenant_id", "ticket_code");

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
    "skillset_version_code" text
);

alter table "herd"."agent_instance_skillset" add constraint "agent_instance_skillset_pkey" primary key ("tenant_id", "agent_instance_code", "skillset_version_code");

alter table "herd"."agent_instance_skillset" add constraint "agent_instance_skillset_tenant_present" check (tenant_id <> '');

create index "agent_instance_skillset_skillset_version_code_idx" on "herd"."agent_instance_skillset" using btree ("tenant_id", "skillset_version_code");

comment on table "herd"."agent_instance_skillset" is 'A skillset version that an instance had loaded.';

comment on column "herd"."agent_instance_skillset"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."agent_instance_skillset"."agent_instance_code" is 'The instance.';

comment on column "herd"."agent_instance_skillset"."skillset_version_code" is 'The version that it had loaded.';

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

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_tenant_present" check (tenant_id <> '');

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_booking_kind_one_of" check ("booking_kind" in ('usage'::text, 'correction'::text, 'reprice'::text));

alter table "herd"."agent_instance_token_activity" add constraint "agent_instance_token_activity_cost_basis_one_of" check ("cost_basis" in ('list'::text, 'imputed'::text, 'none'::text));

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
    "deleted_at" timestamp with time zone
);

alter table "herd"."agent_observation" add constraint "agent_observation_pkey" primary key ("tenant_id", "observation_id");

alter table "herd"."agent_observation" add constraint "agent_observation_tenant_present" check (tenant_id <> '');

alter table "herd"."agent_observation" add constraint "agent_observation_confidence_range" check ("confidence" >= 0 and "confidence" <= 1);

create index "agent_observation_agent_code_created_at_idx" on "herd"."agent_observation" using btree ("tenant_id", "agent_code", "created_at");

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
    "created_at" timestamp with time zone default (now()) not null
);

alter table "herd"."craft_version" add constraint "craft_version_pkey" primary key ("tenant_id", "craft_version_code");

alter table "herd"."craft_version" add constraint "craft_version_tenant_present" check (tenant_id <> '');

create index "craft_version_craft_code_created_at_idx" on "herd"."craft_version" using btree ("tenant_id", "craft_code", "created_at");

comment on table "herd"."craft_version" is 'What a craft said at one time; a change is a new version.';

comment on column "herd"."craft_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."craft_version"."craft_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."craft_version"."craft_code" is 'The craft that it is a version of.';

comment on column "herd"."craft_version"."craft_version_content" is 'The whole text.';

comment on column "herd"."craft_version"."created_at" is 'When the version was made.';

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
    "deleted_at" timestamp with time zone
);

alter table "herd"."decision_record" add constraint "decision_record_pkey" primary key ("tenant_id", "decision_id");

alter table "herd"."decision_record" add constraint "decision_record_tenant_present" check (tenant_id <> '');

create index "decision_record_created_at_idx" on "herd"."decision_record" using btree ("tenant_id", "created_at");

create index "decision_record_ticket_code_idx" on "herd"."decision_record" using btree ("tenant_id", "ticket_code");

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

alter table "herd"."model_def" add constraint "model_def_tenant_present" check (tenant_id <> '');

alter table "herd"."model_def" add constraint "model_def_model_context_window_range" check ("model_context_window" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_input_cost_per_m_range" check ("model_input_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_output_cost_per_m_range" check ("model_output_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_cache_read_cost_per_m_range" check ("model_cache_read_cost_per_m" >= 0);

alter table "herd"."model_def" add constraint "model_def_model_cache_create_cost_per_m_range" check ("model_cache_create_cost_per_m" >= 0);

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

alter table "herd"."model_price" add constraint "model_price_tenant_present" check (tenant_id <> '');

alter table "herd"."model_price" add constraint "model_price_above_input_tokens_range" check ("above_input_tokens" >= 0);

alter table "herd"."model_price" add constraint "model_price_input_cost_per_m_range" check ("input_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_output_cost_per_m_range" check ("output_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_cache_read_cost_per_m_range" check ("cache_read_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_cache_create_cost_per_m_range" check ("cache_create_cost_per_m" >= 0);

alter table "herd"."model_price" add constraint "model_price_cache_create_1h_cost_per_m_range" check ("cache_create_1h_cost_per_m" >= 0);

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
    "created_at" timestamp with time zone default (now()) not null
);

alter table "herd"."personality_version" add constraint "personality_version_pkey" primary key ("tenant_id", "personality_version_code");

alter table "herd"."personality_version" add constraint "personality_version_tenant_present" check (tenant_id <> '');

create index "personality_version_personality_code_created_at_idx" on "herd"."personality_version" using btree ("tenant_id", "personality_code", "created_at");

comment on table "herd"."personality_version" is 'What a personality said at one time; a change is a new version.';

comment on column "herd"."personality_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."personality_version"."personality_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."personality_version"."personality_code" is 'The personality that it is a version of.';

comment on column "herd"."personality_version"."personality_version_content" is 'The whole text.';

comment on column "herd"."personality_version"."created_at" is 'When the version was made.';

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

alter table "herd"."pr_def" add constraint "pr_def_tenant_present" check (tenant_id <> '');

alter table "herd"."pr_def" add constraint "pr_def_pr_lines_added_range" check ("pr_lines_added" >= 0);

alter table "herd"."pr_def" add constraint "pr_def_pr_lines_deleted_range" check ("pr_lines_deleted" >= 0);

alter table "herd"."pr_def" add constraint "pr_def_pr_files_changed_range" check ("pr_files_changed" >= 0);

create index "pr_def_ticket_code_idx" on "herd"."pr_def" using btree ("tenant_id", "ticket_code");

create index "pr_def_creator_agent_instance_code_idx" on "herd"."pr_def" using btree ("tenant_id", "creator_agent_instance_code");

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
    "created_at" timestamp with time zone default (now()) not null
);

alter table "herd"."review_def" add constraint "review_def_pkey" primary key ("tenant_id", "review_code");

alter table "herd"."review_def" add constraint "review_def_tenant_present" check (tenant_id <> '');

alter table "herd"."review_def" add constraint "review_def_review_round_range" check ("review_round" >= 1);

alter table "herd"."review_def" add constraint "review_def_review_verdict_one_of" check ("review_verdict" in ('approved'::text, 'request_changes'::text, 'comment'::text));

alter table "herd"."review_def" add constraint "review_def_review_duration_minutes_range" check ("review_duration_minutes" >= 0);

create index "review_def_pr_code_review_round_idx" on "herd"."review_def" using btree ("tenant_id", "pr_code", "review_round");

comment on table "herd"."review_def" is 'One review of a pull request; what was said stays said.';

comment on column "herd"."review_def"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."review_def"."review_code" is 'The review''s own code.';

comment on column "herd"."review_def"."pr_code" is 'The pull request that was reviewed.';

comment on column "herd"."review_def"."reviewer_agent_instance_code" is 'The instance that reviewed.';

comment on column "herd"."review_def"."review_round" is 'Which review of the pull request it is; the first is 1.';

comment on column "herd"."review_def"."review_verdict" is 'What it came to.';

comment on column "herd"."review_def"."review_duration_minutes" is 'How long it took.';

comment on column "herd"."review_def"."created_at" is 'When it happened.';

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
    "created_at" timestamp with time zone default (now()) not null
);

alter table "herd"."review_finding" add constraint "review_finding_pkey" primary key ("tenant_id", "review_finding_code");

alter table "herd"."review_finding" add constraint "review_finding_tenant_present" check (tenant_id <> '');

alter table "herd"."review_finding" add constraint "review_finding_finding_severity_one_of" check ("finding_severity" in ('blocking'::text, 'advisory'::text));

alter table "herd"."review_finding" add constraint "review_finding_finding_line_number_range" check ("finding_line_number" >= 0);

create index "review_finding_review_code_idx" on "herd"."review_finding" using btree ("tenant_id", "review_code");

create index "review_finding_finding_pattern_id_idx" on "herd"."review_finding" using btree ("tenant_id", "finding_pattern_id");

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
    "created_at" timestamp with time zone default (now()) not null
);

alter table "herd"."skill_version" add constraint "skill_version_pkey" primary key ("tenant_id", "skill_version_code");

alter table "herd"."skill_version" add constraint "skill_version_tenant_present" check (tenant_id <> '');

create index "skill_version_skill_code_created_at_idx" on "herd"."skill_version" using btree ("tenant_id", "skill_code", "created_at");

comment on table "herd"."skill_version" is 'What a skill said at one time; a change is a new version.';

comment on column "herd"."skill_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skill_version"."skill_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."skill_version"."skill_code" is 'The skill that it is a version of.';

comment on column "herd"."skill_version"."skill_version_content" is 'The whole text.';

comment on column "herd"."skill_version"."skill_source_url" is 'Where the content came from at that time.';

comment on column "herd"."skill_version"."created_at" is 'When the version was made.';

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
    "created_at" timestamp with time zone default (now()) not null
);

alter table "herd"."skillset_version" add constraint "skillset_version_pkey" primary key ("tenant_id", "skillset_version_code");

alter table "herd"."skillset_version" add constraint "skillset_version_tenant_present" check (tenant_id <> '');

create index "skillset_version_skillset_code_created_at_idx" on "herd"."skillset_version" using btree ("tenant_id", "skillset_code", "created_at");

comment on table "herd"."skillset_version" is 'What a skillset said at one time; a change is a new version.';

comment on column "herd"."skillset_version"."tenant_id" is 'The tenant that owns the row.';

comment on column "herd"."skillset_version"."skillset_version_code" is 'SHA-256 of the content, in hexadecimal.';

comment on column "herd"."skillset_version"."skillset_code" is 'The skillset that it is a version of.';

comment on column "herd"."skillset_version"."skillset_version_content" is 'The whole text.';

comment on column "herd"."skillset_version"."created_at" is 'When the version was made.';

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

alter table "herd"."ticket_def" add constraint "ticket_def_tenant_present" check (tenant_id <> '');

alter table "herd"."ticket_def" add constraint "ticket_def_ticket_tshirt_size_one_of" check ("ticket_tshirt_size" in ('XS'::text, 'S'::text, 'M'::text, 'L'::text, 'XL'::text));

create index "ticket_def_project_code_idx" on "herd"."ticket_def" using btree ("tenant_id", "project_code");

create index "ticket_def_current_sprint_code_ticket_current_status_idx" on "herd"."ticket_def" using btree ("tenant_id", "current_sprint_code", "ticket_current_status");

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
    "import_run_id" bigint generated always as identity (sequence name "intake"."import_run_import_run_id_seq"),
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
    "modified_at" timestamp with time zone default (now()) not null
);

alter table "intake"."import_run" add constraint "import_run_pkey" primary key ("tenant_id", "import_run_id");

alter table "intake"."import_run" add constraint "import_run_tenant_present" check (tenant_id <> '');

alter table "intake"."import_run" add constraint "import_run_status_one_of" check ("status" in ('running'::text, 'done'::text, 'failed'::text, 'interrupted'::text));

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

create table "intake"."reject" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "reject_id" bigint generated always as identity (sequence name "intake"."reject_reject_id_seq"),
    "source_file_id" bigint,
    "line_number" integer,
    "byte_offset" bigint,
    "line_bytes" bigint,
    "reason" text,
    "detail" text,
    "line_text" text,
    "created_at" timestamp with time zone default (now()) not null,
    "deleted_at" timestamp with time zone
);

alter table "intake"."reject" add constraint "reject_pkey" primary key ("tenant_id", "reject_id");

alter table "intake"."reject" add constraint "reject_tenant_present" check (tenant_id <> '');

alter table "intake"."reject" add constraint "reject_reason_one_of" check ("reason" in ('torn'::text, 'not_json'::text, 'not_an_object'::text, 'wrong_type'::text, 'too_large'::text, 'too_deep'::text, 'invalid_utf8'::text, 'missing_field'::text));

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

create table "intake"."source_file" (
    "tenant_id" text default (current_setting('herdbook.tenant')) not null,
    "source_file_id" bigint generated always as identity (sequence name "intake"."source_file_source_file_id_seq"),
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
    "modified_at" timestamp with time zone default (now()) not null
);

alter table "intake"."source_file" add constraint "source_file_pkey" primary key ("tenant_id", "source_file_id");

alter table "intake"."source_file" add constraint "source_file_source_path_key" unique ("tenant_id", "source_path");

alter table "intake"."source_file" add constraint "source_file_tenant_present" check (tenant_id <> '');

alter table "intake"."source_file" add constraint "source_file_status_one_of" check ("status" in ('reading'::text, 'read'::text, 'tail_pending'::text, 'failed'::text));

create index "source_file_status_idx" on "intake"."source_file" using btree ("tenant_id", "status");

create index "source_file_modified_at_idx" on "intake"."source_file" using btree ("tenant_id", "modified_at");

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

alter table "intake"."usage" add constraint "usage_tenant_present" check (tenant_id <> '');

alter table "intake"."usage" add constraint "usage_cost_basis_one_of" check ("cost_basis" in ('list'::text, 'imputed'::text, 'none'::text));

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

alter table "agent"."sessions" add constraint "sessions_agent_instance_code_fkey" foreign key ("tenant_id", "agent_instance_code") references "herd"."agent_instance" ("tenant_id", "agent_instance_code");

alter table "agent"."sessions" add constraint "sessions_parent_session_id_fkey" foreign key ("tenant_id", "parent_session_id") references "agent"."sessions" ("tenant_id", "id");

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

alter table "agent"."sessions" enable row level security;

alter table "agent"."sessions" force row level security;

create policy tenant on "agent"."sessions" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_subject before insert or update of "subject_type" on "agent"."sessions" for each row when (new."subject_type" is not null) execute function "catalog".check_subject('subject_type');

alter table "agent"."sessions" enable always trigger herdbook_subject;

grant select, insert, update on "agent"."sessions" to herdbook_app;

grant usage on sequence "agent"."sessions_id_seq" to herdbook_app;

create trigger herdbook_refuse_change before update or delete on "catalog"."applied_plan" for each row execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_any_change before update or delete on "catalog"."applied_plan" for each statement execute function "catalog".refuse_change('ledger');

create trigger herdbook_refuse_truncate before truncate on "catalog"."applied_plan" for each statement execute function "catalog".refuse_change('ledger');

alter table "catalog"."applied_plan" enable always trigger herdbook_refuse_change;

alter table "catalog"."applied_plan" enable always trigger herdbook_refuse_any_change;

alter table "catalog"."applied_plan" enable always trigger herdbook_refuse_truncate;

grant select on "catalog"."applied_plan" to herdbook_app;

grant select on "catalog"."manifest" to herdbook_app;

create trigger herdbook_keep_times before update on "catalog"."tenant" for each row execute function "catalog".keep_times('created_at');

alter table "catalog"."tenant" enable always trigger herdbook_keep_times;

grant select, insert, update on "catalog"."tenant" to herdbook_app;

alter table "herd"."agent_def" enable row level security;

alter table "herd"."agent_def" force row level security;

create policy tenant on "herd"."agent_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."agent_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "herd"."agent_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_def" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."agent_def" to herdbook_app;

alter table "herd"."agent_instance" enable row level security;

alter table "herd"."agent_instance" force row level security;

create policy tenant on "herd"."agent_instance" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

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

create trigger herdbook_only_soft_delete before update on "herd"."agent_instance_skillset" for each row execute function "catalog".only_soft_delete();

alter table "herd"."agent_instance_skillset" enable always trigger herdbook_only_soft_delete;

grant select, insert on "herd"."agent_instance_skillset" to herdbook_app;

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

create trigger herdbook_keep_times before update on "herd"."agent_observation" for each row execute function "catalog".keep_times('created_at');

alter table "herd"."agent_observation" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_observation" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_observation" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_observation" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."agent_observation" to herdbook_app;

alter table "herd"."agent_skillset" enable row level security;

alter table "herd"."agent_skillset" force row level security;

create policy tenant on "herd"."agent_skillset" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."agent_skillset" for each row execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_any_delete before delete on "herd"."agent_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_truncate before truncate on "herd"."agent_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_only_soft_delete before update on "herd"."agent_skillset" for each row execute function "catalog".only_soft_delete();

alter table "herd"."agent_skillset" enable always trigger herdbook_refuse_delete;

alter table "herd"."agent_skillset" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."agent_skillset" enable always trigger herdbook_refuse_truncate;

alter table "herd"."agent_skillset" enable always trigger herdbook_only_soft_delete;

grant select, insert on "herd"."agent_skillset" to herdbook_app;

grant update (deleted_at) on "herd"."agent_skillset" to herdbook_app;

alter table "herd"."craft_def" enable row level security;

alter table "herd"."craft_def" force row level security;

create policy tenant on "herd"."craft_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."craft_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."craft_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."craft_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."craft_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "herd"."craft_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."craft_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."craft_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."craft_def" enable always trigger herdbook_keep_times;

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

create trigger herdbook_keep_times before update on "herd"."decision_record" for each row execute function "catalog".keep_times('created_at');

alter table "herd"."decision_record" enable always trigger herdbook_refuse_delete;

alter table "herd"."decision_record" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."decision_record" enable always trigger herdbook_refuse_truncate;

alter table "herd"."decision_record" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."decision_record" to herdbook_app;

alter table "herd"."initiative_def" enable row level security;

alter table "herd"."initiative_def" force row level security;

create policy tenant on "herd"."initiative_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."initiative_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."initiative_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."initiative_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."initiative_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "herd"."initiative_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."initiative_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."initiative_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."initiative_def" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."initiative_def" to herdbook_app;

alter table "herd"."model_def" enable row level security;

alter table "herd"."model_def" force row level security;

create policy tenant on "herd"."model_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."model_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."model_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."model_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."model_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "herd"."model_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."model_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."model_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."model_def" enable always trigger herdbook_keep_times;

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

alter table "herd"."personality_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."personality_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."personality_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."personality_def" enable always trigger herdbook_keep_times;

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

alter table "herd"."pr_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."pr_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."pr_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."pr_def" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."pr_def" to herdbook_app;

alter table "herd"."project_def" enable row level security;

alter table "herd"."project_def" force row level security;

create policy tenant on "herd"."project_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."project_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."project_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."project_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."project_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "herd"."project_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."project_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."project_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."project_def" enable always trigger herdbook_keep_times;

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

alter table "herd"."skill_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."skill_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."skill_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skill_def" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."skill_def" to herdbook_app;

alter table "herd"."skill_skillset" enable row level security;

alter table "herd"."skill_skillset" force row level security;

create policy tenant on "herd"."skill_skillset" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."skill_skillset" for each row execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_any_delete before delete on "herd"."skill_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_refuse_truncate before truncate on "herd"."skill_skillset" for each statement execute function "catalog".refuse_change('junction');

create trigger herdbook_only_soft_delete before update on "herd"."skill_skillset" for each row execute function "catalog".only_soft_delete();

alter table "herd"."skill_skillset" enable always trigger herdbook_refuse_delete;

alter table "herd"."skill_skillset" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."skill_skillset" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skill_skillset" enable always trigger herdbook_only_soft_delete;

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

alter table "herd"."skillset_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."skillset_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."skillset_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."skillset_def" enable always trigger herdbook_keep_times;

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

alter table "herd"."sprint_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."sprint_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."sprint_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."sprint_def" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."sprint_def" to herdbook_app;

alter table "herd"."ticket_def" enable row level security;

alter table "herd"."ticket_def" force row level security;

create policy tenant on "herd"."ticket_def" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "herd"."ticket_def" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "herd"."ticket_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "herd"."ticket_def" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "herd"."ticket_def" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "herd"."ticket_def" enable always trigger herdbook_refuse_delete;

alter table "herd"."ticket_def" enable always trigger herdbook_refuse_any_delete;

alter table "herd"."ticket_def" enable always trigger herdbook_refuse_truncate;

alter table "herd"."ticket_def" enable always trigger herdbook_keep_times;

grant select, insert, update on "herd"."ticket_def" to herdbook_app;

alter table "intake"."import_run" enable row level security;

alter table "intake"."import_run" force row level security;

create policy tenant on "intake"."import_run" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_keep_times before update on "intake"."import_run" for each row execute function "catalog".keep_times('modified_at');

alter table "intake"."import_run" enable always trigger herdbook_keep_times;

grant select, insert, update on "intake"."import_run" to herdbook_app;

grant usage on sequence "intake"."import_run_import_run_id_seq" to herdbook_app;

alter table "intake"."reject" enable row level security;

alter table "intake"."reject" force row level security;

create policy tenant on "intake"."reject" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_refuse_delete before delete on "intake"."reject" for each row execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_any_delete before delete on "intake"."reject" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_refuse_truncate before truncate on "intake"."reject" for each statement execute function "catalog".refuse_change('entity');

create trigger herdbook_keep_times before update on "intake"."reject" for each row execute function "catalog".keep_times('created_at');

alter table "intake"."reject" enable always trigger herdbook_refuse_delete;

alter table "intake"."reject" enable always trigger herdbook_refuse_any_delete;

alter table "intake"."reject" enable always trigger herdbook_refuse_truncate;

alter table "intake"."reject" enable always trigger herdbook_keep_times;

grant select, insert, update on "intake"."reject" to herdbook_app;

grant usage on sequence "intake"."reject_reject_id_seq" to herdbook_app;

alter table "intake"."source_file" enable row level security;

alter table "intake"."source_file" force row level security;

create policy tenant on "intake"."source_file" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

create trigger herdbook_keep_times before update on "intake"."source_file" for each row execute function "catalog".keep_times('created_at', 'modified_at');

alter table "intake"."source_file" enable always trigger herdbook_keep_times;

grant select, insert, update on "intake"."source_file" to herdbook_app;

grant usage on sequence "intake"."source_file_source_file_id_seq" to herdbook_app;

alter table "intake"."usage" enable row level security;

alter table "intake"."usage" force row level security;

create policy tenant on "intake"."usage" for all to public using (tenant_id = (select "catalog".current_tenant())) with check (tenant_id = (select "catalog".current_tenant()));

grant select, insert, update, delete on "intake"."usage" to herdbook_app;
