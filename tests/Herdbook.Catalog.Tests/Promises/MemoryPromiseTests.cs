using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>What the memory tables promise, PostgreSQL keeps.</summary>
public sealed class MemoryPromiseTests(OwnTables tables) : IClassFixture<OwnTables>
{
    private const string Figures = """
        select format('%s of %s, %s, %s ms, %s', p.successful_runs, p.total_runs, p.success_rate, p.avg_execution_time_ms, p.last_used_at at time zone 'UTC')
          from memory.memory_self_healing_playbooks p where p.playbook_name = 'restart'
        """;

    private static readonly string[] Outcomes = ["success", "success", "failed", "success", "cancelled"];

    private readonly TenantRows _rows = tables.Tenant();

    [Fact]
    public async Task A_playbooks_rate_follows_its_runs()
    {
        await _rows.RunAsync("insert into memory.memory_self_healing_playbooks (playbook_name) values ('restart')");
        Assert.Equal("0 of 0, 0, 0 ms, ", await _rows.RunAsync(Figures));

        foreach (var (number, status) in Outcomes.Index())
        {
            await LogAsync($"e{number}", status, 100 * (number + 1), $"2026-03-0{number + 1}");
        }

        Assert.Equal("3 of 4, 0.75, 250 ms, 2026-03-04 00:00:00", await _rows.RunAsync(Figures));
    }

    [Fact]
    public async Task A_run_counts_when_it_ends_and_no_longer_when_it_is_deleted_or_given_to_another()
    {
        await _rows.RunAsync("insert into memory.memory_self_healing_playbooks (playbook_name) values ('restart'), ('wait')");
        await LogAsync("a", "running", 0, "2026-03-01");
        Assert.Equal("0 of 0, 0, 0 ms, ", await _rows.RunAsync(Figures));

        await _rows.RunAsync("update memory.memory_execution_logs set status = 'success', duration_ms = 40 where execution_id = 'a'");
        Assert.Equal("1 of 1, 1, 40 ms, 2026-03-01 00:00:00", await _rows.RunAsync(Figures));

        await _rows.RunAsync("update memory.memory_execution_logs set duration_ms = 60 where execution_id = 'a'");
        Assert.Equal("1 of 1, 1, 60 ms, 2026-03-01 00:00:00", await _rows.RunAsync(Figures));

        await LogAsync("b", "timeout", 20, "2026-03-02");
        await _rows.RunAsync("update memory.memory_execution_logs set linked_playbook_id = 'wait' where execution_id = 'a'");
        Assert.Equal("0 of 1, 0, 20 ms, 2026-03-02 00:00:00", await _rows.RunAsync(Figures));
        Assert.Equal("1", await _rows.RunAsync("select total_runs from memory.memory_self_healing_playbooks where playbook_name = 'wait'"));

        await _rows.RunAsync("update memory.memory_execution_logs set deleted_at = now() where execution_id = 'b'");
        Assert.Equal("0 of 0, 0, 0 ms, ", await _rows.RunAsync(Figures));
    }

    [Fact]
    public async Task What_is_counted_is_never_typed()
    {
        await LogAsync("early", "success", 10, "2026-03-01");
        await _rows.RunAsync("insert into memory.memory_self_healing_playbooks (playbook_name, total_runs, successful_runs) values ('restart', 99, 99)");
        Assert.Equal("1 of 1, 1, 10 ms, 2026-03-01 00:00:00", await _rows.RunAsync(Figures));

        await _rows.RunAsync("update memory.memory_self_healing_playbooks set total_runs = 50, successful_runs = 50, description = 'x'");
        Assert.Equal("1 of 1, 1, 10 ms, 2026-03-01 00:00:00", await _rows.RunAsync(Figures));
        Assert.Equal(OwnTables.GeneratedAlways, (await _rows.RefusesAsync("update memory.memory_self_healing_playbooks set success_rate = 0.9")).SqlState);

        await _rows.RunAsync("update memory.memory_self_healing_playbooks set playbook_name = 'other'");
        Assert.Equal("0", await _rows.RunAsync("select total_runs from memory.memory_self_healing_playbooks"));
    }

    [Fact]
    public async Task Runs_that_are_booked_at_once_are_all_counted()
    {
        await _rows.RunAsync("insert into memory.memory_self_healing_playbooks (playbook_name) values ('restart')");

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (number, _) =>
        {
            await LogAsync($"e{number}", number % 4 == 0 ? "failed" : "success", 8, "2026-03-01");
            if (number % 5 == 0)
            {
                await _rows.RunAsync($"update memory.memory_execution_logs set duration_ms = 16 where execution_id = 'e{number}'");
            }
        });

        Assert.Equal("30 of 40, 0.75, 9 ms, 2026-03-01 00:00:00", await _rows.RunAsync(Figures));
    }

    [Fact]
    public async Task Deliveries_are_counted_and_those_given_up_are_dead_letters()
    {
        await _rows.RunAsync("""
            insert into memory.memory_trigger_mesh (trigger_id, trigger_name, event_type) values ('t', 'T', 'file_ingested');
            insert into memory.mesh_events (event_id, event_type, publisher) values ('00000000-0000-0000-0000-000000000001', 'file_ingested', 'intake');
            insert into memory.trigger_deliveries (event_id, trigger_id, subscriber) select event_id, 't', s from memory.mesh_events, unnest(array['a', 'b', 'c']) s
            """);
        await _rows.RunAsync("update memory.trigger_deliveries set status = 'delivered', duration_ms = 30, attempts = 1, ended_at = '2026-03-01' where subscriber = 'a'");
        await _rows.RunAsync("update memory.trigger_deliveries set status = 'dead', duration_ms = 10, attempts = 5, last_error = 'no answer', ended_at = '2026-03-02' where subscriber = 'b'");

        Assert.Equal("2/1/1/20", await _rows.RunAsync("select concat_ws('/', total_triggers, successful_triggers, failed_triggers, avg_execution_time_ms) from memory.memory_trigger_mesh"));
        Assert.Equal("b after 5: no answer", await _rows.RunAsync("select format('%s after %s: %s', subscriber, attempts, last_error) from memory.dead_letters"));
        Assert.Equal("1", await _rows.RunAsync("select count(*) from memory.dead_letters"));

        // Sent again, it is no dead letter any more, and counts anew when it ends.
        await _rows.RunAsync("update memory.trigger_deliveries set status = 'retrying', ended_at = null where subscriber = 'b'");
        Assert.Equal("0 1/1/0", await _rows.RunAsync("select (select count(*) from memory.dead_letters) || ' ' || concat_ws('/', total_triggers, successful_triggers, failed_triggers) from memory.memory_trigger_mesh"));
    }

    [Fact]
    public async Task A_governance_decision_is_kept_for_good()
    {
        await _rows.RunAsync("""
            insert into memory.memory_governance_decisions (decision_id, decision_type, subject, risk_level, decision_maker, decision_outcome, audit_stamp)
            values ('d1', 'approval', 'x', 'low', 'ada', 'approved', '{}')
            """);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await _rows.RefusesAsync("update memory.memory_governance_decisions set reasoning = 'y'")).SqlState);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await _rows.RefusesAsync("delete from memory.memory_governance_decisions")).SqlState);
    }

    [Fact]
    public async Task A_sub_agent_is_an_agent_of_the_herd()
    {
        await _rows.RunAsync("insert into memory.memory_sub_agents (agent_id, agent_name, tasks_completed, tasks_failed) values ('shard-1', 'Shard', 3, 1)");

        Assert.Equal("1", await _rows.RunAsync("select count(*) from herd.agent_def where agent_code = 'shard-1'"));
        Assert.Equal("0.75", await _rows.RunAsync("select success_rate from memory.memory_sub_agents"));
    }

    [Fact]
    public async Task Working_memory_holds_64_KiB_and_nothing_is_injected_twice()
    {
        await _rows.RunAsync("insert into memory.working_memory (conversation_id, data) values ('c', jsonb_build_object('scratchpad', repeat('x', 60000)))");
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await _rows.RefusesAsync("update memory.working_memory set data = data || jsonb_build_object('more', repeat('x', 6000))")).SqlState);

        const string Inject = "insert into memory.injection_ledger (conversation_id, item_type, item_id) values ('c', 'definition', 'spacing')";
        await _rows.RunAsync(Inject);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Inject)).SqlState);
    }

    [Fact]
    public async Task Trust_is_the_weighted_sum_of_its_five_parts()
    {
        await _rows.RunAsync("""
            insert into memory.trust_scores (table_name, row_key, completeness, source, freshness, usage, consistency)
            values ('memory.memory_documents', 'a', 1, 0.9, 1, 0.5, 1), ('memory.memory_documents', 'b', 0.2, 0.5, 0.3, 0.5, 0.5)
            """);

        Assert.Equal("0.8750 high, 0.3800 low", await _rows.RunAsync("select string_agg(format('%s %s', round(score::numeric, 4), band), ', ' order by row_key) from memory.trust_scores"));
        Assert.Equal("2 0.6275 0.5", await _rows.RunAsync("select concat_ws(' ', row_count, round(mean_score::numeric, 4), low_share) from memory.table_trust"));
    }

    [Fact]
    public async Task A_pair_of_rows_has_one_open_contradiction()
    {
        const string Contradict = """
            insert into memory.contradictions (table_name, row_key, other_row_key, contradiction_type, severity, similarity, compared_columns)
            values ('memory.memory_documents', 'a', 'b', 'duplicate', 'medium', 0.889, '{title,summary}')
            """;
        await _rows.RunAsync(Contradict);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await _rows.RefusesAsync(Contradict)).SqlState);

        await _rows.RunAsync("update memory.contradictions set status = 'dismissed', resolved_by = 'ada', resolved_at = now()");
        await _rows.RunAsync(Contradict);
    }

    private Task LogAsync(string code, string status, int milliseconds, string day) => _rows.RunAsync($"""
        insert into memory.memory_execution_logs (execution_id, command_type, component, status, started_at, duration_ms, linked_playbook_id)
        values ('{code}', 'playbook', 'db', '{status}', '{day} 00:00:00+00', {milliseconds}, 'restart')
        """);
}
