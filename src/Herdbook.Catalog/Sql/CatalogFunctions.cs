namespace Herdbook.Catalog;

/// <summary>The functions that triggers and policies call. They stand in the schema catalog, run as the caller, and trust no search_path.</summary>
internal static class CatalogFunctions
{
    private const string CurrentTenant = """
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
        """;

    private const string RefuseChange = $"""
        begin
        {TenantErasure.Exemption}
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
        """;

    /// <summary>
    /// What is set counts in the demo tenant alone: no other may say when something happened. Set to 'row', each row carries its own times,
    /// so that one statement replays what happened at many.
    /// </summary>
    private const string Clock = """
        begin
            if current_setting('herdbook.tenant', true) = 'demo' and current_setting('herdbook.clock', true) not in ('', 'row') then
                return current_setting('herdbook.clock')::timestamptz;
            end if;
            return clock_timestamp();
        end
        """;

    // Whose row it is tells the row itself: what is set can change within a statement.
    private const string KeepTimes = """
        declare
            moment timestamptz := clock_timestamp();
            own boolean := false;
        begin
            if current_setting('herdbook.clock', true) <> '' and to_jsonb(new) ->> 'tenant_id' = 'demo' then
                moment := {catalog}.clock();
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
        """;

    private const string OnlySoftDelete = """
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
        """;

    private const string ContentAddress = """
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
        """;

    /// <summary>Without a filled manifest (the moment of the first apply) no type is known, and none is accepted.</summary>
    private const string CheckSubject = """
        declare
            given text := to_jsonb(new) ->> tg_argv[0];
        begin
            if not exists (select from {catalog}.manifest m where m.table_name = given or m.declaration -> 'formerNames' ? given) then
                raise exception using
                    errcode = 'check_violation',
                    message = format('%I of %I.%I is ''%s'', and no table of the catalog bears that name', tg_argv[0], tg_table_schema, tg_table_name, given),
                    hint = 'Use module.table, as in herd.ticket_def.',
                    schema = tg_table_schema,
                    table = tg_table_name;
            end if;
            return new;
        end
        """;

    public static IEnumerable<Statement> All(SchemaNames names, ServerFeatures server)
    {
        var catalog = names.Of(DesiredSchema.CatalogModule);
        var schema = Quote.Name(catalog);
        yield return Function(schema, "current_tenant", "text", "stable parallel safe", CurrentTenant);
        yield return Function(schema, "refuse_change", "trigger", "", RefuseChange.Replace("[catalog]", schema, StringComparison.Ordinal));
        yield return Function(schema, "clock", "timestamptz", "", Clock);
        yield return Function(schema, "keep_times", "trigger", "", KeepTimes.Replace("{catalog}", schema, StringComparison.Ordinal));
        yield return Function(schema, "only_soft_delete", "trigger", "", OnlySoftDelete);
        yield return Function(schema, "content_address", "trigger", "", ContentAddress);
        yield return Function(schema, "check_subject", "trigger", "", CheckSubject.Replace("{catalog}", catalog, StringComparison.Ordinal));
        IEnumerable<Statement> others = [.. LinkFunctions.Functions(schema), .. ShapeFunctions.Functions(catalog, server), .. HistoryDdl.Functions(catalog), .. SealDdl.Functions(catalog), .. TenantErasure.Statements(schema), .. TenantArrival.Statements(schema)];
        foreach (var statement in others)
        {
            yield return statement;
        }
    }

    private static Statement Function(string schema, string name, string returns, string traits, string body) => new(
        $"""
        create function {schema}.{name}() returns {returns} language plpgsql {traits} security invoker set search_path = pg_catalog as $body$
        {body}
        $body$
        """,
        DesiredSchema.CatalogModule,
        $"function {name}",
        SourceMark.None);
}
