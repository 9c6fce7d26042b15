using Dapper;

namespace Herdbook.Core.Herd.Live;

/// <summary>A ticket on the board.</summary>
public sealed record BoardTicket
{
    public string TicketCode { get; init; } = "";

    public string? Title { get; init; }

    public string? ProjectCode { get; init; }

    public string? Size { get; init; }

    /// <summary>The column that it stands in.</summary>
    public string Status { get; init; } = "";

    public DateTime ModifiedAt { get; init; }

    /// <summary>The instance that holds its claim, while the lease runs.</summary>
    public string? HolderCode { get; init; }

    public string? HolderAgent { get; init; }

    /// <summary>The holder's conversation.</summary>
    public string? HolderSession { get; init; }

    public DateTime? LeasedUntil { get; init; }

    /// <summary>Tickets that wait for this one.</summary>
    public int Waiting { get; init; }

    /// <summary>The tickets that it waits for and that are not over, as the query gives them: a line each.</summary>
    internal string? BlockerLines { get; init; }

    /// <summary>Tickets of its column; the board shows <see cref="TicketBoard.MostOfColumn"/> of them.</summary>
    public long OfColumn { get; init; }

    /// <summary>The tickets that it waits for and that are not over.</summary>
    public IReadOnlyList<string> Blockers => BlockerLines?.Split('\n') ?? [];

    /// <summary>Nothing stands in its way and nobody works on it.</summary>
    public bool IsReady => Status == "todo" && HolderCode is null && Blockers.Count == 0;
}

/// <summary>One status and its tickets, the last changed first.</summary>
public sealed record BoardColumn(string Status, IReadOnlyList<BoardTicket> Tickets)
{
    public long Count => Tickets is [{ OfColumn: var count }, ..] ? count : 0;
}

/// <summary>Tickets by status, with what they wait for and who has claimed them.</summary>
public sealed class TicketBoard(Book book, TimeProvider time)
{
    public const int MostOfColumn = 50;

    /// <summary>The columns that always stand, in their order; a status of another word follows them.</summary>
    public static readonly IReadOnlyList<string> Usual = ["todo", "assigned", "in_progress", "in_review", "blocked", "done"];

    private const string Tickets = """
        with ticket as materialized (
          select t.*,
                 case when t.ticket_current_status is null or t.ticket_current_status in ('open', 'ready', 'backlog') then 'todo'
                      when t.ticket_current_status in ('closed', 'completed', 'resolved', 'released', 'merged') then 'done'
                      else t.ticket_current_status end as status
            from herd.ticket_def t
           where t.deleted_at is null
             and t.ticket_current_status is distinct from 'cancelled'
             and (@project::text is null or t.project_code = @project::text)
        ), placed as materialized (
          select t.*, row_number() over (partition by t.status order by t.modified_at desc, t.ticket_code) as place,
                 count(*) over (partition by t.status) as of_column
            from ticket t
        )
        select p.ticket_code, p.ticket_title as title, p.project_code, p.ticket_tshirt_size as size, p.status, p.modified_at, p.of_column,
               c.agent_instance_code as holder_code, i.agent_code as holder_agent,
               coalesce(i.root_agent_instance_code, i.agent_instance_code) as holder_session, c.leased_until,
               b.lines as blocker_lines, coalesce(w.waiting, 0)::integer as waiting
          from placed p
          left join lateral (
            select k.agent_instance_code, k.leased_until from herd.ticket_claim k where k.ticket_code = p.ticket_code and k.leased_until > @now limit 1
          ) c on true
          left join herd.agent_instance i on i.agent_instance_code = c.agent_instance_code
          left join lateral (
            select string_agg(d.blocker_ticket_code, chr(10) order by d.blocker_ticket_code) as lines
              from herd.ticket_dependency d
              left join herd.ticket_def o on o.ticket_code = d.blocker_ticket_code
             where d.ticket_code = p.ticket_code and d.deleted_at is null
               and coalesce(o.ticket_current_status, 'todo') not in ('done', 'closed', 'completed', 'resolved', 'released', 'merged', 'cancelled')
            offset 0
          ) b on true
          left join lateral (
            select count(*) as waiting from herd.ticket_dependency d where d.blocker_ticket_code = p.ticket_code and d.deleted_at is null offset 0
          ) w on true
         where p.place <= @most
         order by p.status, p.place
        """;

    static TicketBoard() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Every column, the usual ones also where they are empty. Cancelled tickets are not on it.</summary>
    /// <param name="project">Only tickets of this project; null for all.</param>
    public async Task<IReadOnlyList<BoardColumn>> ReadAsync(Tenant tenant, string? project, CancellationToken ct)
    {
        var tickets = (await book.ReadAsync(
            tenant,
            async (connection, token) => await connection.QueryAsync<BoardTicket>(
                new CommandDefinition(Tickets, new { project, now = time.GetUtcNow(), most = MostOfColumn }, cancellationToken: token)),
            ct)).ToLookup(t => t.Status);
        return [.. Usual.Concat(tickets.Select(g => g.Key).Except(Usual).Order(StringComparer.Ordinal)).Select(status => new BoardColumn(status, [.. tickets[status]]))];
    }
}
