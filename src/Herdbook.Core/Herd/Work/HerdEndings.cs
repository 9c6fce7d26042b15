using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>How instances and agents end. What they held is free again at once.</summary>
public sealed class HerdEndings(Book book, TimeProvider time)
{
    private const string Running = """
        select agent_instance_code
          from herd.agent_instance
         where agent_code = @agent and agent_instance_ended_at is null
         order by agent_instance_code
        """;

    private const string End = """
        update herd.agent_instance
           set agent_instance_ended_at = @now, agent_instance_outcome = @outcome
         where agent_instance_code = @instance and agent_instance_ended_at is null
        """;

    private const string Held = "select ticket_code from herd.ticket_claim where agent_instance_code = any(@instances) order by ticket_code";

    private const string Tell = """
        insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
        values (@instance, @type, @detail, @now)
        """;

    private const string Status = "select agent_status from herd.agent_def where agent_code = @agent and deleted_at is null for no key update";

    private const string Close = "update herd.agent_def set agent_status = 'decommissioned' where agent_code = @agent";

    private const string Assigned = $"""
        select ticket_code
          from herd.ticket_def
         where assigned_agent_code = @agent and deleted_at is null and coalesce(ticket_current_status, 'todo') not in ({HerdWords.Over})
         order by ticket_code
        """;

    /// <summary>Ends the instance that asks, or all instances of an agent; the agent may return.</summary>
    /// <exception cref="RefusedException">`agent_unknown`, and those of the agent that acts.</exception>
    public Task<EndAnswer> StandDownAsync(HerdCaller caller, StanddownRequest request, CancellationToken ct)
    {
        var outcome = HerdWords.Maybe(request.Outcome, "outcome", 50) ?? "stood_down";
        var reason = HerdWords.Maybe(request.Reason, "reason", 10_000);
        var other = HerdWords.Maybe(request.Agent, "agent", 200);
        var what = new AuditEvent("herd.standdown").With("outcome", outcome);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                string agent;
                IReadOnlyList<string> instances;
                if (other is null)
                {
                    var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                    (agent, instances) = (me.Agent, [me.Code]);
                }
                else
                {
                    agent = (await HerdIdentity.AgentAsync(connection, other, register: false, token)).AgentCode;
                    instances = (await connection.QueryAsync<string>(new CommandDefinition(Running, new { agent }, cancellationToken: token))).AsList();
                }

                var released = await EndAsync(connection, instances, outcome, "stood_down", reason, now, token);
                what.About("herd.agent_def", agent).With("instances", instances.Count).With("released", released.Count);
                if (instances.Count == 0)
                {
                    what.Nothing();
                }

                return new EndAnswer(agent, instances, released);
            },
            ct);
    }

    /// <summary>Ends an agent for good. What is assigned to it is anybody's. Doing it again does nothing.</summary>
    /// <exception cref="RefusedException">`agent_unknown`.</exception>
    public Task<EndAnswer> DecommissionAsync(HerdCaller caller, DecommissionRequest request, CancellationToken ct)
    {
        var agent = HerdWords.Need(request.Agent, "agent", 200);
        var reason = HerdWords.Maybe(request.Reason, "reason", 10_000);
        var what = new AuditEvent("herd.decommission").About("herd.agent_def", agent);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var standing = await connection.QueryAsync<string?>(new CommandDefinition(Status, new { agent }, cancellationToken: token));
                if (standing.AsList() is not [var status])
                {
                    throw new RefusedException("agent_unknown", $"There is no agent {agent}. Nothing was done; herd_status with the scope agents lists those that there are.");
                }

                if (status == HerdWords.Decommissioned)
                {
                    what.Nothing();
                    return new EndAnswer(agent, [], []);
                }

                var instances = (await connection.QueryAsync<string>(new CommandDefinition(Running, new { agent }, cancellationToken: token))).AsList();
                if (instances.Count == 0)
                {
                    instances = [await HerdIdentity.MakeAsync(connection, agent, null, null, null, null, "to be decommissioned", now, token)];
                }

                var released = await EndAsync(connection, instances, HerdWords.Decommissioned, HerdWords.Decommissioned, reason, now, token);
                var freed = await UnassignAsync(connection, agent, instances[0], now, token);
                await connection.ExecuteAsync(new CommandDefinition(Close, new { agent }, cancellationToken: token));
                what.With("instances", instances.Count).With("reason", reason);
                return new EndAnswer(agent, instances, [.. released.Union(freed, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
            },
            ct);
    }

    /// <returns>The tickets that they held.</returns>
    private static async Task<IReadOnlyList<string>> EndAsync(
        NpgsqlConnection connection, IReadOnlyList<string> instances, string outcome, string type, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        var held = (await connection.QueryAsync<string>(new CommandDefinition(Held, new { instances = instances.ToArray() }, cancellationToken: ct))).AsList();
        var released = new List<string>();
        foreach (var code in held)
        {
            if (await TicketRow.TryLockAsync(connection, code, ct) is { } row && await row.HoldAsync(connection, ct) is { Holder: { } holder } && instances.Contains(holder))
            {
                await HerdReleases.FreeAsync(connection, row, holder, now, reason, ct);
                released.Add(code);
            }
        }

        foreach (var instance in instances)
        {
            await connection.ExecuteAsync(new CommandDefinition(End, new { instance, now, outcome }, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(Tell, new { instance, type, detail = reason, now }, cancellationToken: ct));
        }

        return released;
    }

    private static async Task<IReadOnlyList<string>> UnassignAsync(NpgsqlConnection connection, string agent, string teller, DateTimeOffset now, CancellationToken ct)
    {
        var codes = (await connection.QueryAsync<string>(new CommandDefinition(Assigned, new { agent }, cancellationToken: ct))).AsList();
        foreach (var code in codes)
        {
            if (await TicketRow.TryLockAsync(connection, code, ct) is { } row)
            {
                var status = row.Status is HerdWords.Assigned or HerdWords.InProgress ? HerdWords.Todo : row.Status;
                await row.SetAsync(connection, status, null, ct);
                await row.TellAsync(connection, teller, "released", status, now, new TicketTelling($"{agent} was decommissioned"), ct);
            }
        }

        return codes;
    }
}
