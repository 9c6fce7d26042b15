using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Herd.Work;

/// <summary>Who is to do a ticket.</summary>
public sealed class HerdTickets(Book book, TimeProvider time)
{
    private const string Register = "insert into herd.ticket_def (ticket_code, ticket_current_status, created_at) values (@ticket, 'todo', @now) on conflict do nothing";

    private const string Rank = "update herd.ticket_def set ticket_priority = @priority where ticket_code = @ticket and ticket_priority <> @priority";

    /// <summary>Gives a ticket to an active agent; what is assigned so already is left as it is. A ticket that is not known is registered.</summary>
    /// <exception cref="RefusedException">`agent_unknown`, `agent_decommissioned`, `agent_inactive`, `ticket_over`, `claim_held`, `herd_request`, and those of the agent that acts.</exception>
    public Task<AssignAnswer> AssignAsync(HerdCaller caller, AssignRequest request, CancellationToken ct)
    {
        var ticket = HerdWords.Need(request.Ticket, "ticket", 200);
        var priority = request.Priority is { } asked ? HerdWords.Within(asked, "priority", 0, 9) : default(int?);
        var what = new AuditEvent("herd.assign").About("herd.ticket_def", ticket);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                var agent = HerdWords.Maybe(request.Agent, "agent", 200) ?? me.Agent;
                var known = await HerdIdentity.AgentAsync(connection, agent, register: false, token);
                if (known.Status != HerdWords.Active)
                {
                    throw new RefusedException("agent_inactive", $"The agent {agent} is {known.Status}, and takes no tickets. Nothing was changed; herd_status with the scope available lists agents that do.");
                }

                var registered = 0 < await connection.ExecuteAsync(new CommandDefinition(Register, new { ticket, now }, cancellationToken: token));
                var row = await TicketRow.LockAsync(connection, ticket, token);
                if (HerdWords.IsOver(row.Status))
                {
                    throw new RefusedException("ticket_over", $"{ticket} is {row.Status}. Nothing was changed; move it to todo with herd_transition if it is to be done again.");
                }

                await row.GuardAsync(connection, me.Code, null, now, token);
                if (priority is not null)
                {
                    await connection.ExecuteAsync(new CommandDefinition(Rank, new { ticket, priority }, cancellationToken: token));
                }

                var answer = new AssignAnswer(ticket, agent, HerdWords.Assigned, priority ?? row.Priority, registered, row.AssignedAgentCode);
                if (row.Status == HerdWords.Assigned && row.AssignedAgentCode == agent && (priority ?? row.Priority) == row.Priority)
                {
                    what.Nothing();
                    return answer;
                }

                if (row.Status == HerdWords.Blocked)
                {
                    await row.TellAsync(connection, me.Code, "unblocked", HerdWords.Assigned, now, new TicketTelling(), token);
                }

                await row.GiveBackAsync(connection, token);
                await row.SetAsync(connection, HerdWords.Assigned, agent, token);
                await row.TellAsync(connection, me.Code, "assigned", HerdWords.Assigned, now, new TicketTelling(Handoff: agent), token);
                what.With("agent", agent).With("from", row.Status).With("registered", registered);
                return answer;
            },
            ct);
    }
}
