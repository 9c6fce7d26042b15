using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>How a ticket leaves an agent's hands unfinished.</summary>
public sealed class HerdReleases(Book book, TimeProvider time)
{
    /// <summary>Gives a ticket back. By force it is taken from whoever holds it; the fence of the one before is refused from then on.</summary>
    /// <exception cref="RefusedException">`ticket_unknown`, `claim_lost`, `claim_held`, `claim_none`, and those of the agent that acts.</exception>
    public Task<ReleaseAnswer> ReleaseAsync(HerdCaller caller, ReleaseRequest request, CancellationToken ct)
    {
        var ticket = HerdWords.Need(request.Ticket, "ticket", 200);
        var note = HerdWords.Maybe(request.Note, "note", 10_000);
        var what = new AuditEvent("herd.release").About("herd.ticket_claim", ticket);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                var row = await TicketRow.LockAsync(connection, ticket, token);
                var hold = request.Force ? await row.HoldAsync(connection, token) : await row.GuardAsync(connection, me.Code, request.Fence, now, token);
                if (hold?.Holder is null)
                {
                    throw new RefusedException("claim_none", $"Nobody holds {ticket}. Nothing was changed; herd_transition moves it where it stands.");
                }

                var status = await FreeAsync(connection, row, me.Code, now, note, token);
                what.With("from", hold.Holder).With("force", request.Force);
                return new ReleaseAnswer(ticket, status, hold.Holder == me.Code ? null : hold.Holder);
            },
            ct);
    }

    /// <summary>Gives a ticket to another agent, whom it then waits for.</summary>
    /// <exception cref="RefusedException">`ticket_unknown`, `ticket_over`, `agent_unknown`, `agent_decommissioned`, `agent_inactive`, `claim_lost`, `claim_held`, and those of the agent that acts.</exception>
    public Task<HandoffAnswer> HandOffAsync(HerdCaller caller, HandoffRequest request, CancellationToken ct)
    {
        var ticket = HerdWords.Need(request.Ticket, "ticket", 200);
        var to = HerdWords.Need(request.ToAgent, "to_agent", 200);
        var note = HerdWords.Need(request.Note, "note", 20_000);
        var what = new AuditEvent("herd.handoff").About("herd.ticket_def", ticket).With("to", to);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                var known = await HerdIdentity.AgentAsync(connection, to, register: false, token);
                if (known.Status != HerdWords.Active)
                {
                    throw new RefusedException("agent_inactive", $"The agent {to} is {known.Status}, and takes no tickets. Nothing was changed; herd_status with the scope available lists agents that do.");
                }

                var row = await TicketRow.LockAsync(connection, ticket, token);
                if (HerdWords.IsOver(row.Status))
                {
                    throw new RefusedException("ticket_over", $"{ticket} is {row.Status}; there is nothing to hand over. Nothing was changed.");
                }

                await row.GuardAsync(connection, me.Code, request.Fence, now, token);
                await row.GiveBackAsync(connection, token);
                await row.SetAsync(connection, HerdWords.Assigned, to, token);
                await row.TellAsync(connection, me.Code, "handed_off", HerdWords.Assigned, now, new TicketTelling(note, Handoff: to), token);
                return new HandoffAnswer(ticket, me.Agent, to, HerdWords.Assigned);
            },
            ct);
    }

    /// <summary>Makes a ticket that was in progress ready again; any other keeps its status.</summary>
    /// <returns>Its status now.</returns>
    internal static async Task<string> FreeAsync(NpgsqlConnection connection, TicketRow row, string teller, DateTimeOffset now, string? note, CancellationToken ct)
    {
        var status = row.Status != HerdWords.InProgress ? row.Status : row.AssignedAgentCode is null ? HerdWords.Todo : HerdWords.Assigned;
        await row.GiveBackAsync(connection, ct);
        await row.SetAsync(connection, status, row.AssignedAgentCode, ct);
        await row.TellAsync(connection, teller, "released", status, now, new TicketTelling(note), ct);
        return status;
    }
}
