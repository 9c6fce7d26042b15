using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`status`: how the herd stands.</summary>
public sealed record StatusRequest(
    [property: Description("all, agents, sprint, blockers, available, agent:CODE or ticket:CODE.")] string Scope = "all");

/// <summary>The parts that the scope asks for; the others are null.</summary>
public sealed record StatusAnswer(string Scope)
{
    public IReadOnlyList<AgentStatus>? Agents { get; init; }

    /// <summary>Null also where no sprint runs.</summary>
    public SprintStatus? Sprint { get; init; }

    public IReadOnlyList<Blocker>? Blockers { get; init; }

    public IReadOnlyList<AgentStatus>? Available { get; init; }

    public AgentStory? Agent { get; init; }

    public TicketStory? Ticket { get; init; }
}

public sealed record AgentStatus
{
    public string AgentCode { get; init; } = "";

    public string? AgentRole { get; init; }

    public string? AgentStatusWord { get; init; }

    public string? DefaultModelCode { get; init; }

    /// <summary>Instances without an end.</summary>
    public long Running { get; init; }

    public string? LastEvent { get; init; }

    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Tickets that its instances hold now.</summary>
    public long Claims { get; init; }
}

public sealed record SprintStatus
{
    public string SprintCode { get; init; } = "";

    public string? SprintTitle { get; init; }

    public string? SprintGoal { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? PlannedEndAt { get; init; }

    /// <summary>How many tickets stand in each status.</summary>
    public IReadOnlyDictionary<string, long> Tickets { get; init; } = new Dictionary<string, long>();
}

/// <summary>A ticket, or an instance, whose last word on the matter is that it is blocked.</summary>
public sealed record Blocker
{
    public string? TicketCode { get; init; }

    public string? AgentCode { get; init; }

    public string? AgentInstanceCode { get; init; }

    public string? BlockerTicketCode { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset Since { get; init; }
}

public sealed record InstanceStatus
{
    public string AgentInstanceCode { get; init; } = "";

    public string? ModelCode { get; init; }

    public string? TicketCode { get; init; }

    public string? Title { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Null where nothing of it has a price.</summary>
    public decimal? CostUsd { get; init; }

    public long UnpricedTokens { get; init; }
}

/// <param name="Instances">The last ten, the newest first.</param>
public sealed record AgentStory(AgentStatus Agent, IReadOnlyList<InstanceStatus> Instances, IReadOnlyList<TicketLine> Tickets);

/// <summary>A ticket in a list.</summary>
public sealed record TicketLine
{
    public string TicketCode { get; init; } = "";

    public string? TicketTitle { get; init; }

    public string? Status { get; init; }

    public int Priority { get; init; }

    public string? Size { get; init; }

    public string? ProjectCode { get; init; }

    public string? SprintCode { get; init; }

    public string? AssignedAgentCode { get; init; }

    /// <summary>Who holds it now.</summary>
    public string? HeldBy { get; init; }

    public DateTimeOffset? LeasedUntil { get; init; }
}

/// <summary>All that an agent needs to know to work on a ticket.</summary>
/// <param name="WaitsFor">Tickets that stand in the way.</param>
/// <param name="Events">The latest twenty, the newest first.</param>
/// <param name="Decisions">Those that concern it.</param>
public sealed record TicketStory(
    TicketLine Ticket, string? Description, string? AcceptanceCriteria, IReadOnlyList<TicketLine> WaitsFor, IReadOnlyList<HerdEvent> Events,
    IReadOnlyList<HerdEvent> Decisions, decimal? CostUsd, long UnpricedTokens);
