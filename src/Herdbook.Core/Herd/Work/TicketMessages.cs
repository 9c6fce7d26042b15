using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`assign`: who is to do a ticket.</summary>
public sealed record AssignRequest(
    [property: Description("The ticket's code; one that is not known yet is registered.")] string Ticket,
    [property: Description("The agent that is to do it; without one, the agent that asks.")] string? Agent = null,
    [property: Description("How urgent it is, 0 (before everything) to 9; without it, as it stands.")] int? Priority = null);

/// <param name="Registered">Whether the ticket was not known before.</param>
public sealed record AssignAnswer(string TicketCode, string AgentCode, string Status, int Priority, bool Registered, string? PreviousAgentCode);

/// <summary>`transition`: a ticket's next status.</summary>
public sealed record TransitionRequest(
    [property: Description("The ticket's code.")] string Ticket,
    [property: Description("todo, assigned, in_progress, in_review, blocked, done or cancelled.")] string ToStatus,
    [property: Description("What stands in the way: a ticket's code, or words.")] string? BlockedBy = null,
    [property: Description("Why, or what was done.")] string? Note = null,
    [property: Description("The fence of the claim that you hold on the ticket; a stale one is refused.")] long? Fence = null);

/// <param name="EventType">blocked, unblocked or status_changed.</param>
/// <param name="MinutesInPrevious">How long the ticket stood in the status before.</param>
/// <param name="Released">Tickets that waited for this one alone, and are ready now.</param>
public sealed record TransitionAnswer(
    string TicketCode, string FromStatus, string ToStatus, string EventType, decimal MinutesInPrevious, IReadOnlyList<string> Released);

/// <summary>`depend`: a ticket waits for another, or no longer does.</summary>
public sealed record DependRequest(
    [property: Description("The ticket that waits.")] string Ticket,
    [property: Description("The ticket that it waits for.")] string On,
    [property: Description("Take it back: the ticket no longer waits.")] bool Remove = false);

/// <param name="WaitsFor">Tickets that are not done and still stand in its way.</param>
public sealed record DependAnswer(string TicketCode, IReadOnlyList<string> WaitsFor);

/// <summary>`handoff`: another agent takes a ticket over.</summary>
public sealed record HandoffRequest(
    [property: Description("The ticket's code.")] string Ticket,
    [property: Description("The agent that takes over; it must be active.")] string ToAgent,
    [property: Description("What the other one has to know: what is done, what is not, where it is.")] string Note,
    [property: Description("The fence of the claim that you hold on the ticket.")] long? Fence = null);

public sealed record HandoffAnswer(string TicketCode, string? FromAgentCode, string ToAgentCode, string Status);
