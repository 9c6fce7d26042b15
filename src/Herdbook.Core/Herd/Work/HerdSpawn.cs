using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Herd.Work;

/// <summary>New instances of agents.</summary>
public sealed class HerdSpawn(Book book, TimeProvider time)
{
    private const int Most = 100;

    /// <summary>An agent of that code counts before those of that role; of these, who runs least comes first.</summary>
    private const string Find = """
        select a.agent_code, coalesce(a.agent_status, 'active') as status, a.default_model_code as model, count(i.agent_instance_code)::integer as running
          from herd.agent_def a
          left join herd.agent_instance i on i.agent_code = a.agent_code and i.agent_instance_ended_at is null
         where a.deleted_at is null and (a.agent_code = @role or a.agent_role = @role)
         group by a.agent_code, a.agent_status, a.default_model_code, a.agent_role
         order by a.agent_code = @role desc, count(i.agent_instance_code), a.agent_code
        """;

    private const string RegisterModel = "insert into herd.model_def (model_code) values (@model) on conflict do nothing";

    static HerdSpawn() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Starts so many instances, spread over the agents that match, or one for a ticket.</summary>
    /// <exception cref="RefusedException">`spawn_count`, `agent_unknown`, `agent_inactive`, `ticket_unknown`, `ticket_over`, `claim_held`, and those of the agent that acts.</exception>
    public Task<SpawnAnswer> SpawnAsync(HerdCaller caller, SpawnRequest request, CancellationToken ct)
    {
        var role = HerdWords.Need(request.Role, "role", 200);
        var model = HerdWords.Maybe(request.Model, "model", 200);
        var ticket = HerdWords.Maybe(request.Ticket, "ticket", 200);
        var count = request.Count ?? 1;
        if (count is < 1 or > Most || (ticket is not null && count != 1))
        {
            throw new RefusedException("spawn_count", ticket is null
                ? $"{count} instances cannot be started: say 1 to {Most}. Nothing was started."
                : $"A ticket is for one instance, not {count}. Nothing was started; leave out count or ticket.");
        }

        var what = new AuditEvent("herd.spawn").With("role", role).With("count", count);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var spawner = caller.Agent is null && caller.Instance is null ? null : (await HerdIdentity.ActAsync(connection, caller, now, token)).Code;
                var matches = (await connection.QueryAsync<Match>(new CommandDefinition(Find, new { role }, cancellationToken: token))).AsList();
                var agents = Choose(matches, role);
                var row = ticket is null ? null : await TicketRow.LockAsync(connection, ticket, token);
                if (row is not null && HerdWords.IsOver(row.Status))
                {
                    throw new RefusedException("ticket_over", $"{ticket} is {row.Status}. Nothing was started; move it to todo with herd_transition if it is to be done again.");
                }

                if (model is not null)
                {
                    await connection.ExecuteAsync(new CommandDefinition(RegisterModel, new { model }, cancellationToken: token));
                }

                var spawned = new List<SpawnedInstance>();
                for (var i = 0; i < count; i++)
                {
                    var agent = agents[i % agents.Count];
                    var code = await HerdIdentity.MakeAsync(connection, agent.AgentCode, model ?? agent.Model, ticket, row?.ProjectCode, spawner, ticket ?? "spawned", now, token);
                    spawned.Add(new SpawnedInstance(code, agent.AgentCode, model ?? agent.Model));
                }

                what.About("herd.agent_instance", spawned[0].AgentInstanceCode);
                if (row is null)
                {
                    return new SpawnAnswer(spawned, null, null);
                }

                await row.GuardAsync(connection, spawner ?? "", null, now, token);
                await row.GiveBackAsync(connection, token);
                await row.SetAsync(connection, HerdWords.InProgress, spawned[0].AgentCode, token);
                if (row.Status == HerdWords.Blocked)
                {
                    await row.TellAsync(connection, spawned[0].AgentInstanceCode, "unblocked", HerdWords.InProgress, now, new TicketTelling(), token);
                }

                await row.TellAsync(connection, spawned[0].AgentInstanceCode, "status_changed", HerdWords.InProgress, now, new TicketTelling("spawned for it"), token);
                var story = await TicketReading.StoryAsync(connection, row.TicketCode, now, token);
                var identity = await AssumeReading.ReadAsync(connection, spawned[0].AgentCode, now, token);
                return new SpawnAnswer(spawned, story, identity.Prompt);
            },
            ct);
    }

    /// <summary>The agent of that code where there is one, else all active ones of that role.</summary>
    private static List<Match> Choose(List<Match> matches, string role)
    {
        var active = matches.Where(match => match.Status == HerdWords.Active).ToList();
        if (matches.Count == 0)
        {
            throw new RefusedException("agent_unknown", $"No agent has the code or the role {role}. Nothing was started; herd_status with the scope agents lists those that there are.");
        }

        if (active.Count == 0)
        {
            throw new RefusedException("agent_inactive", $"No agent with the code or the role {role} is active. Nothing was started; herd_status with the scope available lists those that are.");
        }

        return active[0].AgentCode == role ? [active[0]] : active;
    }

    private sealed record Match
    {
        public string AgentCode { get; init; } = "";

        public string Status { get; init; } = "";

        public string? Model { get; init; }

        public int Running { get; init; }
    }
}
