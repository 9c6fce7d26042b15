using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`log`: what an agent says about its work.</summary>
public sealed record LogRequest(
    [property: Description("What happened, in a sentence.")] string Message,
    [property: Description("Where it was said: a channel, a room, a thread.")] string? Channel = null);

/// <param name="EventType">pr_submitted, review_complete, blocked, unblocked, work_started, code_pushed or status_update.</param>
public sealed record LogAnswer(string AgentInstanceCode, string EventType, DateTimeOffset At);

/// <summary>`catchup`: what happened since the agent was last active.</summary>
public sealed record CatchupRequest(
    [property: Description("Since when; without it, since the agent's own last event before its present instance began.")] DateTimeOffset? Since = null,
    [property: Description("How many events at most, 1 to 500.")] int Limit = 100);

/// <param name="Kind">lifecycle, ticket, pull_request, review or decision.</param>
public sealed record HerdEvent
{
    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    public string? AgentCode { get; init; }

    public string? AgentInstanceCode { get; init; }

    /// <summary>The ticket, the pull request or the decision.</summary>
    public string? Subject { get; init; }

    public string? Event { get; init; }

    public string? Detail { get; init; }
}

/// <param name="Since">Null where the agent was never active: then everything counts.</param>
/// <param name="Events">The oldest first; the latest ones where there are more.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record CatchupAnswer(string AgentCode, DateTimeOffset? Since, IReadOnlyList<HerdEvent> Events, long Total);
