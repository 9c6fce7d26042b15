namespace Herdbook.Core.Herd;

/// <summary>A column that the conversations can stand in order of.</summary>
public enum SessionSort
{
    Started,
    Title,
    Project,
    Agent,
    Branch,
    Duration,
    Steps,
    Tools,
    Errors,
    Subagents,
    Tokens,
    Cost,
}

/// <summary>
/// Which conversations to show. Model, agent and days also limit the figures: a row sums only what the filter counts,
/// so the sum over all rows is the figure that a report gives for the same filter.
/// </summary>
public sealed record SessionFilter
{
    public const int PageSize = 50;

    /// <summary>Part of the title, branch, ticket or project, or the start of the code; any letter case.</summary>
    public string? Text { get; init; }

    public string? Model { get; init; }

    public string? Agent { get; init; }

    public string? Project { get; init; }

    public string? Branch { get; init; }

    public string? Ticket { get; init; }

    /// <summary>Days with a call, UTC.</summary>
    public DayRange Days { get; init; } = DayRange.All;

    /// <summary>Only conversations with a failed step, in themselves or a subagent.</summary>
    public bool WithErrors { get; init; }

    /// <summary>Only conversations with tokens that have no price.</summary>
    public bool Unpriced { get; init; }

    public SessionSort Sort { get; init; } = SessionSort.Started;

    public bool Descending { get; init; } = true;

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Whether figures count only a part of a conversation.</summary>
    public bool LimitsFigures => Model is not null || Agent is not null || Days != DayRange.All;
}

/// <summary>A conversation in the grid, its subagents included.</summary>
public record SessionRow : Usage
{
    public string Code { get; init; } = "";

    public string? Title { get; init; }

    public string? ProjectCode { get; init; }

    public string? AgentCode { get; init; }

    public string? TicketCode { get; init; }

    public string? Branch { get; init; }

    public string? Status { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? LastAt { get; init; }

    public string[] Models { get; init; } = [];

    public long Subagents { get; init; }

    public long ToolCalls { get; init; }

    public long Errors { get; init; }

    public TimeSpan? Duration => StartedAt is { } from && LastAt is { } to && to >= from ? to - from : null;
}

/// <summary>One page of conversations and the sums over all of them.</summary>
public sealed record SessionGrid(IReadOnlyList<SessionRow> Rows, long Count, Usage Total)
{
    public int Pages => (int)Math.Max(1, (Count + SessionFilter.PageSize - 1) / SessionFilter.PageSize);
}
