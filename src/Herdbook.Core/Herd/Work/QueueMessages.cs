using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`ready`: tickets that can be begun now.</summary>
public sealed record ReadyRequest(
    [property: Description("Only of this project.")] string? Project = null,
    [property: Description("How many at most, 1 to 500.")] int Limit = 20,
    [property: Description("How many to pass over, for the next page.")] int Offset = 0);

/// <param name="Tickets">The most urgent first. Those whose claim ran out come first of all.</param>
/// <param name="Total">How many are ready in all.</param>
public sealed record ReadyAnswer(IReadOnlyList<TicketLine> Tickets, long Total);

/// <summary>`claim`: takes one ticket for as long as the lease holds.</summary>
public sealed record ClaimRequest(
    [property: Description("This ticket; without it, the one that is ready and most urgent.")] string? Ticket = null,
    [property: Description("Only of this project.")] string? Project = null,
    [property: Description("How long the lease holds without a heartbeat, in seconds, 1 to 86400.")] int LeaseSeconds = 300);

/// <param name="Claimed">False where no ticket is ready; then all else is null.</param>
/// <param name="Fence">Greater than every one before it; say it with every write about the ticket.</param>
/// <param name="TakenFrom">The instance whose lease ran out, where one had the ticket before.</param>
public sealed record ClaimAnswer(bool Claimed, string? TicketCode, long? Fence, DateTimeOffset? LeasedUntil, string? AgentInstanceCode, string? TakenFrom)
{
    public string? TicketTitle { get; init; }

    public string? Description { get; init; }

    public string? AcceptanceCriteria { get; init; }

    /// <summary>What the one before left to know, where the ticket was handed over.</summary>
    public string? HandoffNote { get; init; }
}

/// <summary>`heartbeat`: still at work.</summary>
public sealed record HeartbeatRequest(
    [property: Description("The ticket's code.")] string Ticket,
    [property: Description("The claim's fence.")] long Fence,
    [property: Description("How long the lease holds from now on, in seconds, 1 to 86400.")] int LeaseSeconds = 300);

public sealed record HeartbeatAnswer(string TicketCode, long Fence, DateTimeOffset LeasedUntil);

/// <summary>`release`: gives a ticket back unfinished.</summary>
public sealed record ReleaseRequest(
    [property: Description("The ticket's code.")] string Ticket,
    [property: Description("The claim's fence; its holder needs none.")] long? Fence = null,
    [property: Description("Why.")] string? Note = null,
    [property: Description("Take it from whoever holds it.")] bool Force = false);

public sealed record ReleaseAnswer(string TicketCode, string Status, string? TakenFrom);
