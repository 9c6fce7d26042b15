using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Homes;
using Npgsql;

namespace Herdbook.Bench.Warehouse;

/// <summary>A year of a fleet of 24 agents, made by PostgreSQL itself. The rows follow from their numbers: two fills of one size are alike.</summary>
internal static class FleetSql
{
    /// <summary>Rows of tokens of each call of a fill.</summary>
    private const int Chunk = 250_000;

    /// <summary>An instance makes so many calls of a model; a ticket has so many instances.</summary>
    private const int CallsOfInstance = 200;
    private const int InstancesOfTicket = 4;

    private const string Register = """
        insert into herd.model_def (model_code, model_provider)
        select 'model-' || n, case n % 2 when 0 then 'anthropic' else 'openai' end from generate_series(1, 6) n;
        insert into herd.model_price (model_code, valid_from, input_cost_per_m, output_cost_per_m, cache_read_cost_per_m, cache_create_cost_per_m, cache_create_1h_cost_per_m)
        select 'model-' || n, timestamptz '2025-01-01 00:00+00' + m * interval '120 days', n, 5 * n, 0.1 * n, 1.25 * n, 2 * n
          from generate_series(1, 6) n, generate_series(0, 2) m;
        insert into herd.initiative_def (initiative_code, initiative_title) select 'I-' || n, 'Initiative ' || n from generate_series(1, 3) n;
        insert into herd.project_def (project_code, initiative_code, project_title) select 'P-' || n, 'I-' || (1 + n % 3), 'Project ' || n from generate_series(1, 8) n;
        insert into herd.sprint_def (sprint_code, sprint_title, sprint_started_at, sprint_planned_end_at)
        select 'S-' || n, 'Sprint ' || n, timestamptz '2025-01-06 00:00+00' + n * interval '14 days', timestamptz '2025-01-20 00:00+00' + n * interval '14 days'
          from generate_series(0, 25) n;
        insert into herd.agent_def (agent_code, agent_role, default_model_code)
        select 'agent-' || n, (array['backend', 'frontend', 'review', 'infra'])[1 + n % 4], 'model-' || (1 + n % 6) from generate_series(1, 24) n;
        """;

    /// <summary>Tickets $1 to $2 of $3: their instances, pull requests, reviews, findings and what happened to each.</summary>
    private const string Work = """
        with ticket as materialized (
            select n, timestamptz '2025-01-06 00:00+00' + interval '360 days' * (n::double precision / $3) as at from generate_series($1::bigint, $2::bigint) n
        ), t as (
            insert into herd.ticket_def (ticket_code, project_code, ticket_title, ticket_tshirt_size, ticket_current_status, current_sprint_code, created_at)
            select 'T-' || n, 'P-' || (1 + n % 8), 'Ticket ' || n, (array['XS', 'S', 'M', 'L', 'XL'])[1 + n % 5], case when n % 10 = 0 then 'in_progress' else 'done' end,
                   'S-' || least(25, floor(extract(epoch from at - timestamptz '2025-01-06 00:00+00') / 1209600)::integer), at
              from ticket
        ), i as (
            insert into herd.agent_instance (agent_instance_code, agent_code, model_code, ticket_code, project_code, root_agent_instance_code, source,
                   agent_instance_started_at, agent_instance_ended_at, agent_instance_outcome)
            select 'i-' || (n * 4 + k), 'agent-' || (1 + (n + k) % 24), 'model-' || (1 + (n + k) % 6), 'T-' || n, 'P-' || (1 + n % 8), 'i-' || (n * 4 + k), 'claude-code',
                   at + k * interval '3 hours', at + k * interval '3 hours' + interval '2 hours', case when n % 9 = 0 then 'failed' else 'success' end
              from ticket, generate_series(0, 3) k
        ), l as (
            insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, created_at)
            select 'i-' || (n * 4 + k), e, at + k * interval '3 hours' + case e when 'spawned' then interval '0' else interval '2 hours' end
              from ticket, generate_series(0, 3) k, unnest(array['spawned', 'ended']) e
        ), a as (
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, sprint_code, created_at)
            select 'i-' || (n * 4), 'T-' || n, case s when 1 then 'created' else 'transitioned' end, (array['todo', 'in_progress', 'in_review', 'done'])[s], null, at + s * interval '5 hours'
              from ticket, generate_series(1, 4) s
             where n % 10 <> 0 or s < 3
        ), p as (
            insert into herd.pr_def (pr_code, ticket_code, creator_agent_instance_code, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, pr_merged_at, created_at)
            select 'repo#' || n, 'T-' || n, 'i-' || (n * 4), 'Pull request ' || n, 20 + n % 400, n % 150, 1 + n % 12, case when n % 10 <> 0 then at + interval '18 hours' end, at + interval '8 hours'
              from ticket
        ), q as (
            insert into herd.agent_instance_pr_activity (agent_instance_code, pr_code, pr_event_type, pr_push_lines_added, pr_push_lines_deleted, created_at)
            select 'i-' || (n * 4), 'repo#' || n, e, 20 + n % 400, n % 150, at + interval '8 hours' from ticket, unnest(array['opened', 'pushed', 'merged']) e
        ), r as (
            insert into herd.review_def (review_code, pr_code, reviewer_agent_instance_code, review_round, review_verdict, review_duration_minutes, created_at)
            select 'r-' || n || '-' || k, 'repo#' || n, 'i-' || (n * 4 + 1), k, case when k = 1 and n % 3 = 0 then 'request_changes' else 'approved' end, 5 + n % 40, at + (9 + k) * interval '1 hour'
              from ticket, generate_series(1, 2) k
             where k = 1 or n % 3 = 0
        ), v as (
            insert into herd.agent_instance_review_activity (agent_instance_code, review_code, pr_code, review_event_type, created_at)
            select 'i-' || (n * 4 + 1), 'r-' || n || '-1', 'repo#' || n, 'submitted', at + interval '10 hours' from ticket
        )
        insert into herd.review_finding (review_finding_code, review_code, finding_category, finding_severity, finding_description, finding_outcome, created_at)
        select 'f-' || n || '-' || k, 'r-' || n || '-1', (array['security', 'tests', 'style', 'logic'])[1 + (n + k) % 4], case when k = 1 and n % 3 = 0 then 'blocking' else 'advisory' end,
               'What was found', case when k = 2 then 'disputed' else 'accepted' end, at + interval '10 hours'
          from ticket, generate_series(1, 2) k
        """;

    /// <summary>Calls $1 to $2 of $3.</summary>
    private const string Tokens = """
        insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_output_count, token_cache_read_count, token_cache_create_count,
               token_cost_usd, token_context_utilization_pct, created_at, message_id, request_id, token_unpriced_count, booking_kind, cost_basis, source)
        select 'i-' || (4 + n / 200), 'model-' || (1 + (n / 200) % 6), 20 + (n * 7919) % 3000, 50 + (n * 104729) % 1500, (n * 15485863) % 90000, (n * 32452843) % 4000,
               case when n % 500 <> 0 then ((n * 49979687) % 250000)::numeric / 1000000 end, ((n * 86028121) % 1000000)::numeric / 10000,
               timestamptz '2025-01-06 00:00+00' + interval '360 days' * (n::double precision / $3), 'msg_' || n, 'req_' || n,
               case when n % 500 = 0 then 3000 else 0 end, 'usage', case when n % 500 = 0 then 'none' when n % 4 = 0 then 'imputed' else 'list' end, 'claude-code'
          from generate_series($1::bigint, $2::bigint) n
        """;

    private const string Analyze = "vacuum analyze herd.agent_instance_token_activity, herd.agent_instance, herd.ticket_def, herd.pr_def, herd.review_def, catalog.history";

    /// <summary>An empty book with so many calls, and the work that they were made for.</summary>
    public static async Task FillAsync(HomeSession session, long calls, CancellationToken ct)
    {
        await RunAsync(session, Register, ct);
        var tickets = Math.Max(1, calls / (CallsOfInstance * InstancesOfTicket));
        await ChunksAsync(session, Work, 1, tickets + 1, tickets, 10_000, ct);
        await ChunksAsync(session, Tokens, 1, calls, calls, Chunk, ct);
        await using var analyze = session.Database.Owner.CreateCommand(Analyze);
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync(ct);
    }

    /// <summary>So many calls more.</summary>
    public static Task AddAsync(HomeSession session, long calls, long more, CancellationToken ct) => ChunksAsync(session, Tokens, calls + 1, calls + more, calls + more, Chunk, ct);

    private static async Task ChunksAsync(HomeSession session, string sql, long from, long to, long all, long chunk, CancellationToken ct)
    {
        for (var first = from; first <= to; first += chunk)
        {
            await RunAsync(session, sql, ct, first, Math.Min(to, first + chunk - 1), all);
        }
    }

    private static Task<int> RunAsync(HomeSession session, string sql, CancellationToken ct, params long[] numbers) =>
        session.Book.WriteAsync(
            Tenant.Default,
            new Actor("bench"),
            new AuditEvent("test"), async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
                foreach (var number in numbers)
                {
                    command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
                }

                return await command.ExecuteNonQueryAsync(token);
            },
            ct);
}
