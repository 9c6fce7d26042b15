using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>What one facet computes from another, and what business and agents' tables promise.</summary>
public sealed class FacetPromiseTests(OwnTables tables) : IClassFixture<OwnTables>
{
    private readonly TenantRows _rows = tables.Tenant();

    [Fact]
    public async Task Budget_usage_is_the_token_ledger_and_shows_no_other_tenants_rows()
    {
        await _rows.RunAsync("""
            insert into herd.agent_def (agent_code) values ('mason');
            insert into herd.agent_instance (agent_instance_code, agent_code) values ('run-1', 'mason'), ('run-2', null);
            insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_output_count, token_cache_read_count, token_cache_create_count, token_cost_usd, booking_kind)
            values ('run-1', 'm', 100, 20, 3000, 400, 1.25, 'usage'), ('run-1', 'm', -100, 0, 0, 0, -0.25, 'correction'), ('run-2', 'm', 7, 0, 0, 0, null, 'usage'), ('lost', 'm', 1, 0, 0, 0, 0.5, 'usage')
            """);

        const string Usage = "select string_agg(concat_ws(' ', execution_id, agent_id, tokens, cost), ', ' order by execution_id) from (select execution_id, agent_id, sum(tokens_used) as tokens, sum(cost_usd) as cost from governance.budget_usage group by 1, 2) s";
        Assert.Equal("lost  1 0.500000, run-1 mason 3420 1.000000, run-2  7", await _rows.RunAsync(Usage));
        Assert.Equal("true", await _rows.RunAsync("""
            select (select sum(tokens_used) from governance.budget_usage)
                 = (select sum(token_input_count + token_output_count + token_cache_read_count + token_cache_create_count) from herd.agent_instance_token_activity)
            """));
        Assert.Equal("4 4", await _rows.RunAsync("select count(*) || ' ' || count(distinct id) from governance.budget_usage"));
        Assert.Equal("0", await _rows.Other("nobody").RunAsync("select count(*) from governance.budget_usage"));
    }

    [Fact]
    public async Task A_booking_beyond_the_bounds_of_a_budget_hides_no_other()
    {
        await _rows.RunAsync("""
            insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count, token_output_count, token_cache_read_count, token_cost_usd)
            values ('a', 1000000000, 1000000000, 1000000000, 99999), ('b', 1, 0, 0, 0.1)
            """);

        Assert.Equal("2147483647 9999.999999, 1 0.100000", await _rows.RunAsync("select string_agg(tokens_used || ' ' || cost_usd, ', ' order by execution_id) from governance.budget_usage"));
    }

    [Theory]
    [InlineData("2", "2.5", "25.00")]
    [InlineData("4", "3", "-25.00")]
    [InlineData("0", "3", null)]
    [InlineData("null", "3", null)]
    [InlineData("2", "null", null)]
    public async Task A_runs_variance_is_computed_from_its_hours(string estimated, string actual, string? variance)
    {
        Assert.Equal(variance, await _rows.RunAsync($"insert into agent.execution_runs (process_name, estimated_hours, actual_hours) values ('p', {estimated}, {actual}) returning variance_pct::text"));
        Assert.Equal(OwnTables.GeneratedAlways, (await _rows.RefusesAsync("insert into agent.execution_runs (process_name, variance_pct) values ('p', 1)")).SqlState);
    }

    [Theory]
    [InlineData("agent.sessions", "session_type, subject_type", "'x', 'erp.projects'")]
    [InlineData("agent.sessions", "session_type, subject_type, subject_id", "'x', 'erp.nothing', '1'")]
    [InlineData("agent.goals", "title, subject_type, subject_id", "'x', 'project', '1'")]
    [InlineData("agent.facts", "content, subject_id", "'x', '1'")]
    [InlineData("agent.reflections", "reflection_date, mode, focal_entity_type, focal_entity_id", "'2026-01-01', 'daily', 'erp', '1'")]
    [InlineData("agent.blocks", "global_id, block_type, source_table", "'g', 'task', 'erp.tasks'")]
    public async Task A_subject_is_whole_and_names_a_table(string table, string columns, string values) =>
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync($"insert into {table} ({columns}) values ({values})")).SqlState);

    [Fact]
    public async Task A_block_has_one_default_action()
    {
        await _rows.RunAsync("insert into agent.blocks (global_id, block_type) values ('b', 'task')");
        const string Act = "insert into agent.block_actions (block_id, action_type, tool_name, is_default) select id, 'start', 'run', {0} from agent.blocks";
        await _rows.RunAsync(Act.Replace("{0}", "true", StringComparison.Ordinal));
        await _rows.RunAsync(Act.Replace("{0}", "false", StringComparison.Ordinal));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Act.Replace("{0}", "true", StringComparison.Ordinal))).SqlState);
    }

    [Fact]
    public async Task Key_results_have_their_shape_and_an_invoice_its_currency()
    {
        await _rows.RunAsync("""insert into erp.okrs (objective, key_results) values ('o', '[{"description": "d", "metric": "m", "target": 10, "current": 2}]')""");
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("""insert into erp.okrs (objective, key_results) values ('o', '[{"metric": "m"}]')""")).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("insert into erp.okrs (objective, key_results) values ('o', '{}')")).SqlState);

        await _rows.RunAsync("insert into erp.organizations (name) values ('Acme')");
        const string Bill = "insert into erp.invoices (number, organization_id, currency, amount) select '{0}', id, '{1}', 10 from erp.organizations";
        await _rows.RunAsync(Bill.Replace("{0}", "1", StringComparison.Ordinal).Replace("{1}", "EUR", StringComparison.Ordinal));
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync(Bill.Replace("{0}", "2", StringComparison.Ordinal).Replace("{1}", "euro", StringComparison.Ordinal))).SqlState);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Bill.Replace("{0}", "1", StringComparison.Ordinal).Replace("{1}", "EUR", StringComparison.Ordinal))).SqlState);
    }

    [Fact]
    public async Task An_address_signs_in_once_whatever_its_case()
    {
        await _rows.RunAsync("insert into governance.users (email, password_hash) values ('Ada@example.org', 'x')");
        Assert.Equal("{operator}", await _rows.RunAsync("select roles::text from governance.users"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync("insert into governance.users (email, password_hash) values ('ada@EXAMPLE.org', 'y')")).SqlState);
        await _rows.Other("elsewhere").RunAsync("insert into governance.users (email, password_hash) values ('ada@example.org', 'x')");
    }

    [Fact]
    public async Task An_approval_is_what_was_decided_and_a_rejection_says_why()
    {
        await _rows.RunAsync("""
            insert into governance.approval_requests (execution_id, agent_id, checkpoint_type, state_snapshot, reviewer_strategy) values ('e', 'rule_37', 'pre_filing', '{}', 'role_based')
            """);

        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update governance.approval_requests set status = 'approved'")).SqlState);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update governance.approval_requests set status = 'rejected', decision = 'rejected', decided_at = now()")).SqlState);
        await _rows.RunAsync("update governance.approval_requests set status = 'rejected', decision = 'rejected', decided_at = now(), reviewer_comments = 'Distances are missing.'");
    }
}
