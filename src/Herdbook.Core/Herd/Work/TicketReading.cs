using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>Reads tickets and what happened to them, inside a transaction that somebody else holds.</summary>
internal static class TicketReading
{
    private const string Line = """
        t.ticket_code, t.ticket_title, coalesce(t.ticket_current_status, 'todo') as status, t.ticket_priority::integer as priority, t.ticket_tshirt_size as size, t.project_code,
               t.current_sprint_code as sprint_code, t.assigned_agent_code,
               case when c.leased_until > @now then c.agent_instance_code end as held_by,
               case when c.leased_until > @now then c.leased_until end as leased_until
        """;

    private const string One = $"""
        select {Line}, t.ticket_description as description, t.ticket_acceptance_criteria as criteria
          from herd.ticket_def t
          left join herd.ticket_claim c on c.ticket_code = t.ticket_code
         where t.ticket_code = @ticket and t.deleted_at is null
        """;

    private const string Waits = $"""
        select {Line}
          from herd.ticket_dependency d
          join herd.ticket_def t on t.ticket_code = d.blocker_ticket_code
          left join herd.ticket_claim c on c.ticket_code = t.ticket_code
         where d.ticket_code = @ticket and d.deleted_at is null and t.deleted_at is null
           and coalesce(t.ticket_current_status, 'todo') not in ({HerdWords.Over})
         order by t.ticket_code
        """;

    private const string OfAgent = $"""
        select {Line}
          from herd.ticket_def t
          left join herd.ticket_claim c on c.ticket_code = t.ticket_code
          left join herd.agent_instance i on i.agent_instance_code = c.agent_instance_code
         where t.deleted_at is null and coalesce(t.ticket_current_status, 'todo') not in ({HerdWords.Over})
           and (t.assigned_agent_code = @agent or (i.agent_code = @agent and c.leased_until > @now))
         order by t.ticket_priority, t.created_at, t.ticket_code
         limit 50
        """;

    private const string Events = """
        select e.created_at as at, 'ticket' as kind, i.agent_code, e.agent_instance_code, e.ticket_code as subject, e.ticket_event_type as event,
               concat_ws(' · ', e.ticket_status, 'by ' || e.blocker_ticket_code, e.blocker_description, 'to ' || e.handoff_to_agent_code, e.ticket_activity_comment) as detail
          from herd.agent_instance_ticket_activity e
          left join herd.agent_instance i on i.agent_instance_code = e.agent_instance_code
         where e.ticket_code = @ticket
         order by e.created_at desc, e.booking_id desc
         limit 20
        """;

    private const string Decisions = """
        select created_at as at, 'decision' as kind, decided_by as agent_code, null::text as agent_instance_code, decision_id as subject, decision_type as event,
               concat_ws(' · ', decision, rationale) as detail
          from herd.decision_record
         where ticket_code = @ticket and deleted_at is null
         order by created_at desc
         limit 20
        """;

    private const string Cost = """
        select sum(a.token_cost_usd) as usd, coalesce(sum(a.token_unpriced_count), 0)::bigint as unpriced
          from herd.agent_instance i
          join herd.agent_instance_token_activity a on a.agent_instance_code = i.agent_instance_code
         where i.ticket_code = @ticket
        """;

    static TicketReading() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <exception cref="RefusedException">`ticket_unknown`.</exception>
    public static async Task<TicketStory> StoryAsync(NpgsqlConnection connection, string ticket, DateTimeOffset now, CancellationToken ct)
    {
        var whole = await connection.QuerySingleOrDefaultAsync<WholeTicket>(new CommandDefinition(One, new { ticket, now }, cancellationToken: ct))
            ?? throw new RefusedException("ticket_unknown", $"There is no ticket {ticket}. Nothing was done; herd_ready and herd_status list tickets, and herd_assign registers one.");
        var waits = await connection.QueryAsync<TicketLine>(new CommandDefinition(Waits, new { ticket, now }, cancellationToken: ct));
        var events = await connection.QueryAsync<HerdEvent>(new CommandDefinition(Events, new { ticket }, cancellationToken: ct));
        var decisions = await connection.QueryAsync<HerdEvent>(new CommandDefinition(Decisions, new { ticket }, cancellationToken: ct));
        var cost = await connection.QuerySingleAsync<TicketCost>(new CommandDefinition(Cost, new { ticket }, cancellationToken: ct));
        return new TicketStory(whole.Line, whole.Description, whole.Criteria, waits.AsList(), events.AsList(), decisions.AsList(), cost.Usd, cost.Unpriced);
    }

    /// <summary>What is assigned to an agent or held by it, and not over.</summary>
    public static async Task<IReadOnlyList<TicketLine>> OfAgentAsync(NpgsqlConnection connection, string agent, DateTimeOffset now, CancellationToken ct) =>
        (await connection.QueryAsync<TicketLine>(new CommandDefinition(OfAgent, new { agent, now }, cancellationToken: ct))).AsList();

    private sealed record TicketCost
    {
        public decimal? Usd { get; init; }

        public long Unpriced { get; init; }
    }

    /// <summary>As the query gives it.</summary>
    private sealed record WholeTicket
    {
        public string TicketCode { get; init; } = "";

        public string? TicketTitle { get; init; }

        public string? Status { get; init; }

        public int Priority { get; init; }

        public string? Size { get; init; }

        public string? ProjectCode { get; init; }

        public string? SprintCode { get; init; }

        public string? AssignedAgentCode { get; init; }

        public string? HeldBy { get; init; }

        public DateTimeOffset? LeasedUntil { get; init; }

        public string? Description { get; init; }

        public string? Criteria { get; init; }

        public TicketLine Line => new()
        {
            TicketCode = TicketCode,
            TicketTitle = TicketTitle,
            Status = Status,
            Priority = Priority,
            Size = Size,
            ProjectCode = ProjectCode,
            SprintCode = SprintCode,
            AssignedAgentCode = AssignedAgentCode,
            HeldBy = HeldBy,
            LeasedUntil = LeasedUntil,
        };
    }
}
