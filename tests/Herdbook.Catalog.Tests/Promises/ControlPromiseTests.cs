using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>What the control plane's tables promise, PostgreSQL keeps.</summary>
public sealed class ControlPromiseTests(OwnTables tables) : IClassFixture<OwnTables>
{
    private const string Lease = "insert into control.agent_lease (target_agent_id, holder, expires_at) values ('mason', '{0}', clock_timestamp() + interval '{1}') returning fence";

    private readonly TenantRows _rows = tables.Tenant();

    [Fact]
    public async Task A_target_has_one_active_lease_and_each_grant_a_greater_token()
    {
        Assert.Equal("1", await GrantAsync("one", "1 hour"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Text("two", "1 hour"))).SqlState);

        await _rows.RunAsync("update control.agent_lease set status = 'released', ended_at = now() where holder = 'one'");
        Assert.Equal("2", await GrantAsync("two", "1 hour"));
        Assert.Equal("1", await _rows.RunAsync("select count(*) from control.agent_lease where status = 'active'"));
        Assert.Equal("1", await _rows.RunAsync("select count(*) from herd.agent_def where agent_code = 'mason'"));
    }

    [Fact]
    public async Task A_lease_whose_time_is_over_gives_way_and_its_token_no_longer_holds()
    {
        await GrantAsync("one", "150 milliseconds");
        Assert.Equal("true", await _rows.RunAsync("select control.lease_is_held('mason', 1)"));
        await _rows.RunAsync("select pg_sleep(0.2)");
        Assert.Equal("false", await _rows.RunAsync("select control.lease_is_held('mason', 1)"));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update control.agent_lease set expires_at = clock_timestamp() + interval '1 hour'")).SqlState);
        Assert.Equal("2", await GrantAsync("two", "1 hour"));
        Assert.Equal("expired", await _rows.RunAsync("select status from control.agent_lease where fence = 1"));
        Assert.Equal("false true", await _rows.RunAsync("select control.lease_is_held('mason', 1) || ' ' || control.lease_is_held('mason', 2)"));
    }

    [Fact]
    public async Task A_lease_is_renewed_while_it_holds_and_its_holder_never_changes()
    {
        await GrantAsync("one", "1 hour");
        await _rows.RunAsync("update control.agent_lease set expires_at = expires_at + interval '1 hour'");

        Assert.Equal("1", await _rows.RunAsync("select renewals from control.agent_lease where renewed_at is not null"));
        foreach (var change in new[] { "holder = 'thief'", "fence = 7", "target_agent_id = 'other'", "expires_at = granted_at + interval '1 second'" })
        {
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync($"update control.agent_lease set {change}")).SqlState);
        }

        await _rows.RunAsync("update control.agent_lease set status = 'revoked', ended_at = now()");
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update control.agent_lease set status = 'active', ended_at = null")).SqlState);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_the_lease()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                return await GrantAsync($"holder-{number}", "1 hour");
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return null;
            }
        }));

        Assert.Single(answers, answer => answer is not null);
        Assert.Equal("1", await _rows.RunAsync("select count(*) from control.agent_lease"));
    }

    [Fact]
    public async Task A_cycle_is_run_once_and_a_task_dispatched_once_in_it()
    {
        const string Run = "insert into control.scheduler_run (run_id, cycle_id, runner) values (gen_random_uuid(), 'c1', 'x')";
        await _rows.RunAsync(Run);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Run)).SqlState);

        const string Decide = "insert into control.dispatch_decision (run_id, target_agent_slug, task_key, decision) select run_id, 'mason', 'T-1', '{0}' from control.scheduler_run";
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Decide.Replace("{0}", "dispatch", StringComparison.Ordinal))).SqlState);
        await _rows.RunAsync(Decide.Replace("{0}", "defer", StringComparison.Ordinal));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Decide.Replace("{0}", "skip", StringComparison.Ordinal))).SqlState);
    }

    [Fact]
    public async Task What_is_observed_again_folds_into_one_with_a_count()
    {
        const string Observe = "insert into control.watchdog_observation (agent_id, kind, severity, evidence) values ('mason', '{0}', '{1}', '{2}')";
        foreach (var (kind, severity, evidence) in new[] { ("stalled", "warning", "{\"n\":1}"), ("stalled", "critical", "{\"n\":2}"), ("stalled", "info", "{\"n\":3}"), ("looping", "info", "{}") })
        {
            await _rows.RunAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, Observe.Replace("'{2}'", "'{2}'", StringComparison.Ordinal), kind, severity, evidence));
        }

        Assert.Equal("looping 1 info, stalled 3 critical", await _rows.RunAsync("select string_agg(concat_ws(' ', kind, observation_count, severity), ', ' order by kind) from control.watchdog_observation"));
        Assert.Equal("3", await _rows.RunAsync("select evidence ->> 'n' from control.watchdog_observation where kind = 'stalled'"));

        await _rows.RunAsync("update control.watchdog_observation set status = 'cleared', cleared_at = now() where kind = 'stalled'");
        await _rows.RunAsync("insert into control.watchdog_observation (agent_id, kind, severity) values ('mason', 'stalled', 'info')");
        Assert.Equal("2", await _rows.RunAsync("select count(*) from control.watchdog_observation where kind = 'stalled'"));
    }

    [Fact]
    public async Task A_persistent_agent_without_a_business_link_is_refused()
    {
        await _rows.RunAsync("""
            insert into control.tool_profile (tool_profile_id, title) values ('reader', 'Reads');
            insert into control.business_link (business_link_id, agent_slug, subject_type, subject_id, owner, sponsor)
            values ('00000000-0000-0000-0000-000000000001', 'steward', 'erp.organizations', '1', 'ada', 'ada'), ('00000000-0000-0000-0000-000000000002', 'other', 'erp.organizations', '1', 'ada', 'ada')
            """);
        const string Propose = "insert into control.persistent_domain_agent_profile (agent_slug, display_name, domain_id, tool_profile_id, business_link_id) values ('steward', 'Steward', 'billing', 'reader', {0})";

        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Propose.Replace("{0}", "null", StringComparison.Ordinal))).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Propose.Replace("{0}", "'00000000-0000-0000-0000-000000000002'", StringComparison.Ordinal))).SqlState);
        await _rows.RunAsync(Propose.Replace("{0}", "'00000000-0000-0000-0000-000000000001'", StringComparison.Ordinal));
        Assert.Equal("proposed restricted", await _rows.RunAsync("select lifecycle_state || ' ' || trust_level from control.persistent_domain_agent_profile"));

        const string Adopt = "update control.persistent_domain_agent_profile set lifecycle_state = 'adopted', adopted_by = 'ada', adopted_at = now()";
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Adopt)).SqlState);
        await _rows.RunAsync("update control.business_link set status = 'confirmed', confirmed_by = 'ada', confirmed_at = now() where agent_slug = 'steward'");
        await _rows.RunAsync(Adopt);
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await _rows.RefusesAsync("update control.persistent_domain_agent_profile set lifecycle_state = 'paused'")).SqlState);
        await _rows.RunAsync("update control.persistent_domain_agent_profile set lifecycle_state = 'active'");
    }

    [Fact]
    public async Task A_workspace_is_listed_when_its_term_is_over_and_cleaned_only_by_an_act()
    {
        await A_persistent_agent_without_a_business_link_is_refused();
        await _rows.RunAsync("""
            insert into control.workspace_record (workspace_path, agent_slug, retention_policy, retention_days, last_used_at)
            values ('/srv/steward', 'steward', 'after_idle', 30, now() - interval '31 days')
            """);

        Assert.Equal("/srv/steward", await _rows.RunAsync("select workspace_path from control.workspace_cleanup_due"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync("insert into control.workspace_record (workspace_path, agent_slug) values ('/srv/two', 'steward')")).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update control.workspace_record set lifecycle_state = 'cleaned'")).SqlState);

        await _rows.RunAsync("update control.workspace_record set lifecycle_state = 'cleaned', cleaned_by = 'ada', cleaned_at = now()");
        Assert.Null(await _rows.RunAsync("select workspace_path from control.workspace_cleanup_due"));
    }

    [Fact]
    public async Task A_bundle_is_named_by_its_content_and_a_patch_that_deletes_needs_approval()
    {
        Assert.Equal("true", await _rows.RunAsync("insert into control.bootstrap_bundle (bundle_content) values ('{}') returning bundle_checksum = encode(sha256('{}'), 'hex')"));

        await _rows.RunAsync("""
            insert into control.topology_snapshot (snapshot_id, snapshot_kind, graph_revision, source)
            values ('00000000-0000-0000-0000-000000000001', 'observed', repeat('a', 64), 'runtime'), ('00000000-0000-0000-0000-000000000002', 'desired', repeat('b', 64), 'setup');
            insert into control.topology_diff (diff_id, from_snapshot_id, to_snapshot_id, from_graph_revision, to_graph_revision)
            values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', repeat('a', 64), repeat('b', 64));
            insert into control.patch_plan (diff_id, base_graph_revision, target_graph_revision, safety, plan_digest)
            values ('00000000-0000-0000-0000-000000000003', repeat('a', 64), repeat('b', 64), 'destructive', repeat('c', 64))
            """);

        Assert.Equal("false", await _rows.RunAsync("select is_empty from control.topology_diff"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update control.patch_plan set status = 'applying'")).SqlState);
        await _rows.RunAsync("update control.patch_plan set status = 'approved', approved_by = 'ada', approved_at = now()");
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("""
            insert into control.patch_step (plan_id, step_index, action, agent_slug, safety, idempotency_key) select plan_id, 0, 'remove_node', 'mason', 'safe', 'k' from control.patch_plan
            """)).SqlState);
    }

    private Task<string?> GrantAsync(string holder, string time) => _rows.RunAsync(Text(holder, time));

    private static string Text(string holder, string time) => Lease.Replace("{0}", holder, StringComparison.Ordinal).Replace("{1}", time, StringComparison.Ordinal);
}
