using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Herd.Work;

/// <summary>
/// The ready queue, and claims on its tickets. A ticket has one holder at a time, whatever number of servers ask one database: the claim's
/// row in herd.ticket_claim decides. A claim lasts as long as its lease; its fence grows with every claim, and a write that carries an older
/// one is refused. Leases are measured by the server's clock; where servers' clocks differ, a lease is that much longer or shorter, and the
/// fence holds all the same.
/// </summary>
public sealed class HerdQueue(Book book, TimeProvider time)
{
    private const int LongestLease = 86_400;

    /// <summary>How often another ticket is looked for when the one that was found is gone.</summary>
    private const int Tries = 20;

    /// <summary>What the agent that asks may begin now; where none asks, what is assigned to nobody.</summary>
    /// <exception cref="RefusedException">`herd_request`.</exception>
    public Task<ReadyAnswer> ReadyAsync(HerdCaller caller, ReadyRequest request, CancellationToken ct)
    {
        var limit = HerdWords.Within(request.Limit, "limit", 1, 500);
        var offset = HerdWords.Within(request.Offset, "offset", 0, 1_000_000);
        var project = HerdWords.Maybe(request.Project, "project", 1_000);
        return book.ReadAsync(
            caller.Tenant,
            async (connection, token) =>
            {
                var agent = (await HerdIdentity.PeekAsync(connection, caller, token))?.Agent ?? caller.Agent;
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands =
                    {
                        new NpgsqlBatchCommand(QueueSql.PlanAnew),
                        new NpgsqlBatchCommand(QueueSql.Ready) { Parameters = { Number(limit), Time(time.GetUtcNow()), Number(offset), Text(agent), Text(project) } },
                    },
                };
                await using var rows = await batch.ExecuteReaderAsync(token);
                await rows.NextResultAsync(token);
                var tickets = new List<TicketLine>();
                var total = 0L;
                while (await rows.ReadAsync(token))
                {
                    tickets.Add(new TicketLine
                    {
                        TicketCode = rows.GetString(0),
                        TicketTitle = Said(rows, 1),
                        Status = Said(rows, 2),
                        Priority = rows.GetInt32(3),
                        Size = Said(rows, 4),
                        ProjectCode = Said(rows, 5),
                        SprintCode = Said(rows, 6),
                        AssignedAgentCode = Said(rows, 7),
                    });
                    total = rows.GetInt64(8);
                }

                return new ReadyAnswer(tickets, total);
            },
            ct);
    }

    /// <summary>Takes one ticket, or says that none is ready.</summary>
    /// <exception cref="RefusedException">
    /// Of a ticket that was named: `ticket_unknown`, `ticket_over`, `ticket_blocked`, `ticket_assigned`, `claim_held`. `herd_request`, and those of the agent that acts.
    /// </exception>
    public async Task<ClaimAnswer> ClaimAsync(HerdCaller caller, ClaimRequest request, CancellationToken ct)
    {
        var lease = TimeSpan.FromSeconds(HerdWords.Within(request.LeaseSeconds, "lease_seconds", 1, LongestLease));
        var project = HerdWords.Maybe(request.Project, "project", 1_000);
        var ticket = HerdWords.Maybe(request.Ticket, "ticket", 200);
        for (var tried = 1; ; tried++)
        {
            var (answer, found) = await TryAsync(caller, ticket, project, lease, ct);
            if (answer.Claimed || !found)
            {
                return answer;
            }

            if (tried == Tries)
            {
                throw new RefusedException("claim_held", "Others were quicker, again and again. Nothing was claimed; ask again in a moment.");
            }
        }
    }

    /// <summary>Prolongs a lease that holds. A mark of progress alone: nothing is entered in the audit log.</summary>
    /// <exception cref="RefusedException">`claim_lost`, `herd_request`, and those of the agent that acts.</exception>
    public Task<HeartbeatAnswer> BeatAsync(HerdCaller caller, HeartbeatRequest request, CancellationToken ct)
    {
        var ticket = HerdWords.Need(request.Ticket, "ticket", 200);
        var lease = TimeSpan.FromSeconds(HerdWords.Within(request.LeaseSeconds, "lease_seconds", 1, LongestLease));
        return book.WriteAsync(
            caller.Tenant, caller.Actor, AuditEvent.Progress(),
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.PeekAsync(connection, caller, token) ?? throw TicketRow.Lost(ticket, request.Fence);
                await using var beat = new NpgsqlCommand(QueueSql.Beat, connection)
                {
                    Parameters = { Text(ticket), Text(me.Code), new NpgsqlParameter<long> { TypedValue = request.Fence }, Time(now), Time(now + lease) },
                };
                return await beat.ExecuteScalarAsync(token) is DateTime until
                    ? new HeartbeatAnswer(ticket, request.Fence, new DateTimeOffset(until, TimeSpan.Zero))
                    : throw TicketRow.Lost(ticket, request.Fence);
            },
            ct);
    }

    private Task<(ClaimAnswer Answer, bool Found)> TryAsync(HerdCaller caller, string? ticket, string? project, TimeSpan lease, CancellationToken ct)
    {
        var what = new AuditEvent("herd.claim");
        return book.WriteAsync<(ClaimAnswer, bool)>(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                if (ticket is not null)
                {
                    await RequireFreeAsync(connection, ticket, me, now, token);
                }

                var claim = new NpgsqlBatchCommand(ticket is null ? QueueSql.ClaimAny : QueueSql.ClaimOne)
                {
                    Parameters = { Text(me.Code), Time(now), Time(now + lease), Text(ticket ?? me.Agent) },
                };
                if (ticket is null)
                {
                    claim.Parameters.Add(Text(project));
                }

                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { claim } };
                await using var row = await batch.ExecuteReaderAsync(token);
                if (!await row.ReadAsync(token) || row.IsDBNull(1))
                {
                    what.Nothing();
                    return (new ClaimAnswer(false, null, null, null, null, null), row.HasRows);
                }

                var answer = new ClaimAnswer(true, row.GetString(0), row.GetInt64(1), now + lease, me.Code, Said(row, 2))
                {
                    TicketTitle = Said(row, 3),
                    Description = Said(row, 4),
                    AcceptanceCriteria = Said(row, 5),
                    HandoffNote = Said(row, 6),
                };
                what.About("herd.ticket_claim", answer.TicketCode!).With("instance", me.Code).With("fence", answer.Fence).With("taken_from", answer.TakenFrom);
                return (answer, true);
            },
            ct);
    }

    private static async Task RequireFreeAsync(NpgsqlConnection connection, string ticket, HerdInstance me, DateTimeOffset now, CancellationToken ct)
    {
        var row = await TicketRow.LockAsync(connection, ticket, ct);
        if (HerdWords.IsOver(row.Status))
        {
            throw new RefusedException("ticket_over", $"{ticket} is {row.Status}. Nothing was claimed; move it to todo with herd_transition if it is to be done again.");
        }

        if (row.AssignedAgentCode is { } other && other != me.Agent)
        {
            throw new RefusedException("ticket_assigned", $"{ticket} is assigned to {other}. Nothing was claimed; claim another, or have it assigned to {me.Agent}.");
        }

        if (await HerdDependencies.OpenAsync(connection, ticket, ct) is { Count: > 0 } open)
        {
            throw new RefusedException("ticket_blocked", $"{ticket} waits for {string.Join(", ", open.Take(10))}. Nothing was claimed; herd_ready lists what can be begun.");
        }

        if (row.Status == HerdWords.Blocked)
        {
            throw new RefusedException("ticket_blocked", $"{ticket} is blocked. Nothing was claimed; move it on with herd_transition once nothing stands in its way.");
        }

        if (await row.HoldAsync(connection, ct) is { Holder: not null } hold && hold.LeasedUntil > now.UtcDateTime)
        {
            throw new RefusedException("claim_held", $"{hold.Holder} holds {ticket} until {hold.LeasedUntil:yyyy-MM-dd HH:mm:ss}Z. Nothing was claimed; claim another ticket.");
        }
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset value) => new() { TypedValue = value.UtcDateTime };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static string? Said(NpgsqlDataReader row, int place) => row.IsDBNull(place) ? null : row.GetString(place);
}
