using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>How the herd stands now.</summary>
public sealed class HerdStatus(Book book, TimeProvider time)
{
    private const string Agents = """
        with lives as materialized (
            select i.agent_code, count(*) filter (where i.agent_instance_ended_at is null) as running
              from herd.agent_instance i
             where i.agent_code is not null
             group by i.agent_code
        ), held as materialized (
            select i.agent_code, count(*) as claims
              from herd.ticket_claim c
              join herd.agent_instance i on i.agent_instance_code = c.agent_instance_code
             where c.leased_until > @now
             group by i.agent_code
        )
        select a.agent_code, a.agent_role, coalesce(a.agent_status, 'active') as agent_status_word, a.default_model_code, coalesce(lives.running, 0) as running,
               coalesce(held.claims, 0) as claims, latest.type as last_event, latest.at as last_event_at
          from herd.agent_def a
          left join lives on lives.agent_code = a.agent_code
          left join held on held.agent_code = a.agent_code
          left join lateral (
              select e.lifecycle_event_type as type, e.created_at as at
                from (select i.agent_instance_code
                        from herd.agent_instance i
                       where i.agent_code = a.agent_code
                       order by i.agent_instance_started_at desc nulls last
                       limit 20) near
                join herd.agent_instance_lifecycle_activity e on e.agent_instance_code = near.agent_instance_code
               order by e.created_at desc, e.booking_id desc
               limit 1) latest on true
         where a.deleted_at is null and (@agent::text is null or a.agent_code = @agent::text)
         order by a.agent_code
        """;

    /// <summary>The current one: no actual end, latest start.</summary>
    private const string Sprint = """
        select sprint_code, sprint_title, sprint_goal, sprint_started_at as started_at, sprint_planned_end_at as planned_end_at
          from herd.sprint_def
         where sprint_actual_end_at is null and sprint_started_at is not null and deleted_at is null
         order by sprint_started_at desc, sprint_code
         limit 1
        """;

    private const string SprintTickets = """
        select coalesce(ticket_current_status, 'todo') as status, count(*) as tickets
          from herd.ticket_def
         where current_sprint_code = @sprint and deleted_at is null
         group by 1
         order by 1
        """;

    /// <summary>A `blocked` event with no later `unblocked`; of events of one moment the one that was booked later counts.</summary>
    private const string Blockers = """
        with latest as materialized (
            select distinct on (e.ticket_code) e.ticket_code, e.agent_instance_code, e.ticket_event_type as type, e.blocker_ticket_code, e.blocker_description, e.created_at
              from herd.agent_instance_ticket_activity e
             where e.ticket_event_type in ('blocked', 'unblocked')
             order by e.ticket_code, e.created_at desc, e.booking_id desc
        ), lives as materialized (
            select distinct on (e.agent_instance_code) e.agent_instance_code, e.lifecycle_event_type as type, e.lifecycle_detail, e.created_at
              from herd.agent_instance_lifecycle_activity e
             where e.lifecycle_event_type in ('blocked', 'unblocked')
             order by e.agent_instance_code, e.created_at desc, e.booking_id desc
        )
        select l.ticket_code, i.agent_code, l.agent_instance_code, l.blocker_ticket_code, l.blocker_description as description, l.created_at as since
          from latest l
          left join herd.ticket_def t on t.ticket_code = l.ticket_code
          left join herd.agent_instance i on i.agent_instance_code = l.agent_instance_code
         where l.type = 'blocked' and t.deleted_at is null
        union all
        select null, i.agent_code, l.agent_instance_code, null, l.lifecycle_detail, l.created_at
          from lives l
          join herd.agent_instance i on i.agent_instance_code = l.agent_instance_code
         where l.type = 'blocked' and i.agent_instance_ended_at is null
         order by since, ticket_code
        """;

    private const string Instances = """
        select i.agent_instance_code, i.model_code, i.ticket_code, i.agent_instance_title as title, i.agent_instance_started_at as started_at, i.agent_instance_ended_at as ended_at,
               i.agent_instance_outcome as outcome, cost.usd as cost_usd, coalesce(cost.unpriced, 0) as unpriced_tokens
          from (select *
                  from herd.agent_instance
                 where agent_code = @agent
                 order by agent_instance_started_at desc nulls last, agent_instance_code desc
                 limit 10) i
          left join lateral (
              select sum(a.token_cost_usd) as usd, sum(a.token_unpriced_count)::bigint as unpriced
                from herd.agent_instance_token_activity a
               where a.agent_instance_code = i.agent_instance_code) cost on true
         order by i.agent_instance_started_at desc nulls last, i.agent_instance_code desc
        """;

    static HerdStatus() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>What the scope asks for, on one snapshot.</summary>
    /// <exception cref="RefusedException">`status_scope`, `agent_unknown`, `ticket_unknown`.</exception>
    public Task<StatusAnswer> ShowAsync(HerdCaller caller, StatusRequest request, CancellationToken ct)
    {
        var scope = HerdWords.Need(request.Scope, "scope", 300);
        return book.ReadAsync(caller.Tenant, (connection, token) => ReadAsync(connection, scope, time.GetUtcNow(), token), ct);
    }

    private static async Task<StatusAnswer> ReadAsync(NpgsqlConnection connection, string scope, DateTimeOffset now, CancellationToken ct)
    {
        var answer = new StatusAnswer(scope);
        return scope.Split(':', 2) switch
        {
            ["all"] => await AllAsync(connection, answer, now, ct),
            ["agents"] => answer with { Agents = await AgentsAsync(connection, null, now, ct) },
            ["sprint"] => answer with { Sprint = await SprintAsync(connection, ct) },
            ["blockers"] => answer with { Blockers = await BlockersAsync(connection, ct) },
            ["available"] => answer with { Available = Free(await AgentsAsync(connection, null, now, ct)) },
            ["agent", var agent] => answer with { Agent = await AgentAsync(connection, agent.Trim(), now, ct) },
            ["ticket", var ticket] => answer with { Ticket = await TicketReading.StoryAsync(connection, ticket.Trim(), now, ct) },
            _ => throw new RefusedException("status_scope", $"'{scope}' is no scope. Ask for all, agents, sprint, blockers, available, agent:CODE or ticket:CODE."),
        };
    }

    private static async Task<StatusAnswer> AllAsync(NpgsqlConnection connection, StatusAnswer answer, DateTimeOffset now, CancellationToken ct)
    {
        var agents = await AgentsAsync(connection, null, now, ct);
        return answer with { Agents = agents, Sprint = await SprintAsync(connection, ct), Blockers = await BlockersAsync(connection, ct), Available = Free(agents) };
    }

    /// <summary>Active agents without a running instance.</summary>
    private static IReadOnlyList<AgentStatus> Free(IReadOnlyList<AgentStatus> agents) => [.. agents.Where(agent => agent.AgentStatusWord == HerdWords.Active && agent.Running == 0)];

    private static async Task<IReadOnlyList<AgentStatus>> AgentsAsync(NpgsqlConnection connection, string? agent, DateTimeOffset now, CancellationToken ct) =>
        (await connection.QueryAsync<AgentStatus>(new CommandDefinition(Agents, new { agent, now }, cancellationToken: ct))).AsList();

    private static async Task<IReadOnlyList<Blocker>> BlockersAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync<Blocker>(new CommandDefinition(Blockers, cancellationToken: ct))).AsList();

    private static async Task<SprintStatus?> SprintAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var sprint = await connection.QuerySingleOrDefaultAsync<SprintStatus>(new CommandDefinition(Sprint, cancellationToken: ct));
        if (sprint is null)
        {
            return null;
        }

        var tickets = await connection.QueryAsync<(string Status, long Tickets)>(new CommandDefinition(SprintTickets, new { sprint = sprint.SprintCode }, cancellationToken: ct));
        return sprint with { Tickets = tickets.ToDictionary(entry => entry.Status, entry => entry.Tickets, StringComparer.Ordinal) };
    }

    private static async Task<AgentStory> AgentAsync(NpgsqlConnection connection, string agent, DateTimeOffset now, CancellationToken ct)
    {
        if (await AgentsAsync(connection, agent, now, ct) is not [var status])
        {
            throw new RefusedException("agent_unknown", $"There is no agent {agent}. Ask for the scope agents to see those that there are.");
        }

        var instances = await connection.QueryAsync<InstanceStatus>(new CommandDefinition(Instances, new { agent }, cancellationToken: ct));
        return new AgentStory(status, instances.AsList(), await TicketReading.OfAgentAsync(connection, agent, now, ct));
    }
}
