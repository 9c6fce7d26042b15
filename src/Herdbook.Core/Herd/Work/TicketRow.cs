using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>
/// A ticket with the lock on it. Whoever changes a ticket, or who holds it, locks its row in herd.ticket_def first and the claim after it:
/// one order for all, so that none waits for another in a ring.
/// </summary>
internal sealed record TicketRow
{
    private const string Lock = """
        select t.ticket_code, coalesce(t.ticket_current_status, 'todo') as status, t.assigned_agent_code, t.current_sprint_code, t.project_code,
               t.ticket_priority::integer as priority, t.created_at
          from herd.ticket_def t
         where t.ticket_code = @ticket and t.deleted_at is null
           for no key update of t
        """;

    private const string Claim = """
        select c.agent_instance_code as holder, c.fence, c.leased_until, i.agent_code as holder_agent
          from herd.ticket_claim c
          left join herd.agent_instance i on i.agent_instance_code = c.agent_instance_code
         where c.ticket_code = @ticket
           for update of c
        """;

    private const string Set = """
        update herd.ticket_def
           set ticket_current_status = @status, assigned_agent_code = @agent
         where ticket_code = @ticket and (ticket_current_status, assigned_agent_code) is distinct from (@status, @agent)
        """;

    private const string GiveBack = """
        update herd.ticket_claim
           set agent_instance_code = null, leased_until = null
         where ticket_code = @ticket and agent_instance_code is not null
        """;

    private const string Tell = """
        insert into herd.agent_instance_ticket_activity
               (agent_instance_code, ticket_code, ticket_event_type, ticket_status, sprint_code, blocker_ticket_code, blocker_description, handoff_to_agent_code, ticket_activity_comment,
                created_at)
        values (@instance, @ticket, @type, @status, @sprint, @blocker, @reason, @handoff, @comment, @now)
        """;

    static TicketRow() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public string TicketCode { get; init; } = "";

    public string Status { get; init; } = "";

    public string? AssignedAgentCode { get; init; }

    public string? CurrentSprintCode { get; init; }

    public string? ProjectCode { get; init; }

    public int Priority { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <exception cref="RefusedException">`ticket_unknown`.</exception>
    public static async Task<TicketRow> LockAsync(NpgsqlConnection connection, string ticket, CancellationToken ct) =>
        await TryLockAsync(connection, ticket, ct)
        ?? throw new RefusedException("ticket_unknown", $"There is no ticket {ticket}. Nothing was done; herd_ready and herd_status list tickets, and herd_assign registers one.");

    public static Task<TicketRow?> TryLockAsync(NpgsqlConnection connection, string ticket, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<TicketRow>(new CommandDefinition(Lock, new { ticket }, cancellationToken: ct));

    /// <summary>Who holds it, or held it last; null where nobody ever did.</summary>
    public Task<TicketHold?> HoldAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<TicketHold>(new CommandDefinition(Claim, new { ticket = TicketCode }, cancellationToken: ct));

    /// <summary>Refuses a write about the ticket by whoever lost it, or never had it while somebody has.</summary>
    /// <param name="instance">Who writes.</param>
    /// <param name="fence">What they think they hold; null where they say nothing.</param>
    /// <exception cref="RefusedException">`claim_lost`, `claim_held`.</exception>
    public async Task<TicketHold?> GuardAsync(NpgsqlConnection connection, string instance, long? fence, DateTimeOffset now, CancellationToken ct)
    {
        var hold = await HoldAsync(connection, ct);
        var live = hold is { Holder: not null } && hold.LeasedUntil > now.UtcDateTime;
        if (fence is { } said && (!live || hold!.Fence != said || hold.Holder != instance))
        {
            throw Lost(TicketCode, said);
        }

        if (fence is null && live && hold!.Holder != instance)
        {
            throw new RefusedException("claim_held",
                $"{hold.Holder} holds {TicketCode} until {hold.LeasedUntil:yyyy-MM-dd HH:mm:ss}Z. Nothing was changed; wait, claim another ticket, or take it with herd_release and force.");
        }

        return live ? hold : null;
    }

    public static RefusedException Lost(string ticket, long fence) => new("claim_lost",
        $"The claim {fence} on {ticket} is no longer yours: its lease ran out, or it was given back. Nothing was changed; stop work on it, and herd_claim a ticket anew.");

    public Task SetAsync(NpgsqlConnection connection, string status, string? agent, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(Set, new { ticket = TicketCode, status, agent }, cancellationToken: ct));

    public Task GiveBackAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(GiveBack, new { ticket = TicketCode }, cancellationToken: ct));

    public Task TellAsync(NpgsqlConnection connection, string instance, string type, string status, DateTimeOffset now, TicketTelling telling, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            Tell,
            new
            {
                instance,
                ticket = TicketCode,
                type,
                status,
                sprint = CurrentSprintCode,
                blocker = telling.Blocker,
                reason = telling.Reason,
                handoff = telling.Handoff,
                comment = telling.Comment,
                now,
            },
            cancellationToken: ct));
}

/// <summary>Who holds a ticket, or held it last.</summary>
internal sealed record TicketHold
{
    public string? Holder { get; init; }

    public string? HolderAgent { get; init; }

    public long Fence { get; init; }

    public DateTime? LeasedUntil { get; init; }
}

/// <summary>What more is told of an event of a ticket.</summary>
internal sealed record TicketTelling(string? Comment = null, string? Blocker = null, string? Reason = null, string? Handoff = null);
