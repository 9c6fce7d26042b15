using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>A ticket's way from status to status.</summary>
public sealed class HerdTransitions(Book book, TimeProvider time)
{
    /// <summary>A ticket is in a status since the first event that told of it after the last event that told of another.</summary>
    private const string Since = """
        select min(e.created_at)
          from herd.agent_instance_ticket_activity e
         where e.ticket_code = @ticket and e.ticket_status = @status
           and e.created_at > coalesce((select max(o.created_at)
                                          from herd.agent_instance_ticket_activity o
                                         where o.ticket_code = @ticket and o.ticket_status <> @status), '-infinity')
        """;

    private const string IsTicket = "select ticket_current_status from herd.ticket_def where ticket_code = @code and deleted_at is null";

    /// <summary>Blocked tickets that waited for this one, whose last block names a ticket and not a reason, and for whom nothing else is open.</summary>
    private const string Freed = $"""
        select t.ticket_code
          from herd.ticket_dependency d
          join herd.ticket_def t on t.ticket_code = d.ticket_code
         where d.blocker_ticket_code = @ticket and d.deleted_at is null and t.deleted_at is null and t.ticket_current_status = 'blocked'
           and not exists (
               select from herd.ticket_dependency other
                 join herd.ticket_def b on b.ticket_code = other.blocker_ticket_code
                where other.ticket_code = d.ticket_code and other.blocker_ticket_code <> @ticket and other.deleted_at is null and b.deleted_at is null
                  and coalesce(b.ticket_current_status, 'todo') not in ({HerdWords.Over}))
           and (select e.blocker_description is null
                  from herd.agent_instance_ticket_activity e
                 where e.ticket_code = d.ticket_code and e.ticket_event_type = 'blocked'
                 order by e.created_at desc, e.booking_id desc
                 limit 1)
         order by t.ticket_code
        """;

    /// <summary>Moves a ticket; leaving in_progress gives its claim back. What waited for it alone is ready when it is over.</summary>
    /// <exception cref="RefusedException">
    /// `ticket_unknown`, `ticket_status`, `ticket_blocker`, `dependency_ring`, `claim_lost`, `claim_held`, `herd_request`, and those of the agent that acts.
    /// </exception>
    public Task<TransitionAnswer> MoveAsync(HerdCaller caller, TransitionRequest request, CancellationToken ct)
    {
        var ticket = HerdWords.Need(request.Ticket, "ticket", 200);
        var status = HerdWords.StatusOf(request.ToStatus);
        var blocker = HerdWords.Maybe(request.BlockedBy, "blocked_by", 10_000);
        var note = HerdWords.Maybe(request.Note, "note", 10_000);
        if (status == HerdWords.Blocked && blocker is null && note is null)
        {
            throw new RefusedException("ticket_blocker", $"Nothing says what blocks {ticket}. Nothing was changed; say it in blocked_by (a ticket's code, or words) or in note.");
        }

        var what = new AuditEvent("herd.transition").About("herd.ticket_def", ticket);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                var row = await TicketRow.LockAsync(connection, ticket, token);
                await row.GuardAsync(connection, me.Code, request.Fence, now, token);
                var (blocking, reason) = await BlockAsync(connection, ticket, status, blocker, note, token);
                var minutes = await MinutesAsync(connection, row, now, token);
                var type = status == HerdWords.Blocked || blocker is not null ? "blocked" : row.Status == HerdWords.Blocked ? "unblocked" : "status_changed";
                if (status != HerdWords.InProgress)
                {
                    await row.GiveBackAsync(connection, token);
                }

                await row.SetAsync(connection, status, row.AssignedAgentCode, token);
                await row.TellAsync(connection, me.Code, type, status, now, new TicketTelling(note, blocking, reason), token);
                var released = HerdWords.IsOver(status) ? await FreeAsync(connection, ticket, me.Code, now, token) : [];
                what.With("from", row.Status).With("to", status).With("fence", request.Fence);
                return new TransitionAnswer(ticket, row.Status, status, type, minutes, released);
            },
            ct);
    }

    /// <returns>The ticket that blocks, or the words for what does; both null where nothing is to block.</returns>
    private static async Task<(string? Ticket, string? Reason)> BlockAsync(
        NpgsqlConnection connection, string ticket, string status, string? blocker, string? note, CancellationToken ct)
    {
        if (blocker is null)
        {
            return (null, status == HerdWords.Blocked ? note : null);
        }

        var standing = await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(IsTicket, new { code = blocker }, cancellationToken: ct));
        if (standing is null)
        {
            return (null, blocker);
        }

        if (HerdWords.IsOver(standing))
        {
            throw new RefusedException("ticket_blocker", $"{blocker} is {standing} and blocks nothing. Nothing was changed; say what does.");
        }

        await HerdDependencies.PutAsync(connection, ticket, blocker, ct);
        return (blocker, null);
    }

    private static async Task<decimal> MinutesAsync(NpgsqlConnection connection, TicketRow row, DateTimeOffset now, CancellationToken ct)
    {
        var since = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(Since, new { ticket = row.TicketCode, status = row.Status }, cancellationToken: ct));
        var minutes = (decimal)(now.UtcDateTime - (since ?? row.CreatedAt)).TotalMinutes;
        return Math.Max(0, Math.Round(minutes, 2));
    }

    private static async Task<IReadOnlyList<string>> FreeAsync(NpgsqlConnection connection, string ticket, string instance, DateTimeOffset now, CancellationToken ct)
    {
        var freed = new List<string>();
        foreach (var code in (await connection.QueryAsync<string>(new CommandDefinition(Freed, new { ticket }, cancellationToken: ct))).AsList())
        {
            if (await TicketRow.TryLockAsync(connection, code, ct) is not { Status: HerdWords.Blocked } row)
            {
                continue;
            }

            var status = row.AssignedAgentCode is null ? HerdWords.Todo : HerdWords.Assigned;
            await row.SetAsync(connection, status, row.AssignedAgentCode, ct);
            await row.TellAsync(connection, instance, "unblocked", status, now, new TicketTelling($"{ticket} is over"), ct);
            freed.Add(code);
        }

        return freed;
    }
}
