using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Server.Tests.Host;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Live;

/// <summary>A server on a book in which six agents gave a sign of themselves, five of them lately, and in which two sources told of one call.</summary>
public sealed class LiveSite : IAsyncLifetime
{
    private const string Fill = """
        insert into herd.agent_def (agent_code, agent_status) values ('claude-code', 'active');
        insert into herd.ticket_def (ticket_code, ticket_title, ticket_current_status)
        values ('B-1', 'The foundation', 'in_progress'), ('B-2', 'The walls', 'todo'), ('B-3', 'The <b>roof</b>', 'todo'), ('B-4', 'The lawn', null), ('B-5', 'The plan', 'closed');
        insert into herd.ticket_dependency (ticket_code, blocker_ticket_code) values ('B-2', 'B-1'), ('B-3', 'B-2'), ('B-3', 'B-5');
        insert into herd.agent_instance (agent_instance_code, agent_code, agent_instance_started_at, ticket_code)
        select code, 'claude-code', now() - interval '20 minutes', case when code = 'works' then 'B-1' end
          from unnest(array['works', 'loops', 'fails', 'waits', 'hangs', 'ended']) as t (code);
        insert into herd.ticket_claim (ticket_code, agent_instance_code, fence, claimed_at, heartbeat_at, leased_until)
        values ('B-1', 'works', 3, now(), now(), now() + interval '5 minutes'), ('B-4', 'loops', 1, now() - interval '1 hour', now() - interval '1 hour', now() - interval '50 minutes');
        insert into agent.sessions (global_id, agent_instance_code, session_type, subject_type, subject_id, title, last_event_at)
        select code, code, 'conversation', 'herd.agent_instance', code, 'Work of ' || code,
               now() - case code when 'ended' then interval '2 hours' when 'hangs' then interval '6 minutes' else interval '5 seconds' end
          from unnest(array['works', 'loops', 'fails', 'waits', 'hangs', 'ended']) as t (code);
        insert into agent.events (session_id, event_key, occurred_at, event_type, tool_name, message, is_error)
        select s.id, gen_random_uuid(), s.last_event_at - make_interval(secs => 5 - n), e.type, 'Bash',
               case when s.agent_instance_code = 'loops' then 'npm test' else 'step ' || n || ' of ' || s.agent_instance_code end,
               s.agent_instance_code = 'fails' and e.type = 'tool_result'
          from agent.sessions s, generate_series(1, 5) as n
         cross join lateral (values ('tool_call'), ('tool_result')) as e (type)
         where not (s.agent_instance_code = 'hangs' and n = 5 and e.type = 'tool_result')
         order by s.id, n, e.type;
        insert into governance.approval_requests (execution_id, agent_id, checkpoint_type, state_snapshot, reviewer_strategy, title)
        values ('waits', 'claude-code', 'pre_filing', '{}', 'role_based', 'File the W-1');
        insert into intake.usage (message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cost_usd, cost_basis, source)
        values ('msg_1', 'req_1', 'works', 'claude-opus-4-5', now(), 1000, 500, 0.05, 'list', 'transcript');
        insert into intake.usage_told (source, message_id, request_id, call_message_id, call_request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cost_usd)
        values ('telemetry', '', 'req_1', 'msg_1', 'req_1', 'works', 'claude-opus-4-5', now(), 1000, 450, 0.04);
        insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_output_count, token_cost_usd, message_id, request_id)
        values ('works', 'claude-opus-4-5', 1000, 500, 0.05, 'msg_1', 'req_1');
        insert into herd.pr_def (pr_code, pr_title, pr_state) values ('acme/house#5', 'Build the <b>walls</b>', 'open');
        insert into herd.work_link (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
        values ('session', 'works', 'pr', 'acme/house#5', 'branch', 0.9, 'on the branch walls'), ('pr', 'acme/house#5', 'ticket', 'B-2', 'title', 0.8, 'B-2 walls');
        -- Spans are looked at here as they came: the server finds nothing to settle, whenever it looks.
        insert into intake.settle_mark (signal, settled_to) values ('spans', '18446744073709551615') on conflict (tenant_id, signal) do update set settled_to = excluded.settled_to;
        insert into intake.telemetry_resource (resource_key, service_name, attributes) values ('desk', 'support-desk', '{}');
        insert into intake.span (trace_id, span_id, parent_span_id, span_name, span_kind, run_kind, started_at, duration_ns, span_status, status_message, resource_key, session_code, agent_name, tool_name, message_id, attributes)
        values (repeat('a', 32), repeat('1', 16), null, 'invoke_agent triage', 'internal', 'agent', now(), 4000000000, 'ok', null, 'desk', 'works', 'triage', null, null, '{}'),
               (repeat('a', 32), repeat('2', 16), repeat('1', 16), 'chat', 'client', 'model', now(), 3000000000, 'ok', null, 'desk', 'works', null, null, 'msg_1', '{}'),
               (repeat('a', 32), repeat('3', 16), repeat('1', 16), 'execute_tool refund', 'internal', 'tool', now(), 2000000, 'error', 'no such order', 'desk', 'works', null, 'refund', null, '{}'),
               (repeat('b', 32), repeat('4', 16), null, 'quiet', 'internal', 'other', now(), 1000000, 'ok', null, null, null, null, null, null, '{}')
        """;

    private RunningServer? _server;

    public HttpClient Http => _server!.Http;

    public Uri Address => Http.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(CancellationToken.None);
        await WriteAsync(Fill, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    public Task<int> WriteAsync(string sql, CancellationToken ct) =>
        _server!.Book.WriteAsync(
            Tenant.Default,
            Actor.Intake,
            new AuditEvent("test.fill"),
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                return await command.ExecuteNonQueryAsync(token);
            },
            ct);
}
