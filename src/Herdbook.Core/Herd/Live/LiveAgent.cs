namespace Herdbook.Core.Herd.Live;

/// <summary>How a running agent stands, the most urgent first.</summary>
public enum LiveState
{
    /// <summary>A person has to decide.</summary>
    Waiting,

    /// <summary>It does the same again and again.</summary>
    Looping,

    /// <summary>It cannot go on: its ticket is blocked, its last tools failed, or one does not answer.</summary>
    Blocked,

    Working,

    /// <summary>Nothing came from it for a while.</summary>
    Quiet,
}

/// <summary>An agent that runs: one instance, main or subagent.</summary>
public sealed record LiveAgent
{
    public string InstanceCode { get; init; } = "";

    /// <summary>The conversation that it belongs to.</summary>
    public string SessionCode { get; init; } = "";

    public string? AgentCode { get; init; }

    public string? ModelCode { get; init; }

    public string? Title { get; init; }

    public string? ProjectCode { get; init; }

    public string? TicketCode { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime LastAt { get; init; }

    /// <summary>What happened last: the type of an event, or what it did on a ticket.</summary>
    public string? LastType { get; init; }

    public string? ToolName { get; init; }

    /// <summary>What happened last, in one line.</summary>
    public string? Message { get; init; }

    public bool IsError { get; init; }

    /// <summary>Tokens of its calls in the last five minutes, a fifth of them.</summary>
    public long TokensPerMinute { get; init; }

    /// <summary>US dollars so far; null where nothing is priced.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Above zero, the cost is a lower bound.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>The request for approval that it waits for.</summary>
    public Guid? ApprovalId { get; init; }

    public string? ApprovalTitle { get; init; }

    public string? TicketStatus { get; init; }

    /// <summary>Of the tool calls among its last twelve events, how often the most frequent one was made.</summary>
    public int Repeated { get; init; }

    /// <summary>Of its last three tool results, how many are errors.</summary>
    public int Failed { get; init; }

    /// <summary>Equal calls from which on it is said to loop.</summary>
    public const int LoopFrom = 4;

    /// <summary>After which time without an event it is quiet, and after which a tool is said not to answer.</summary>
    public static readonly TimeSpan QuietAfter = TimeSpan.FromMinutes(2), StuckAfter = TimeSpan.FromMinutes(5);

    public LiveState StateAt(DateTimeOffset now) => this switch
    {
        { ApprovalId: not null } => LiveState.Waiting,
        { Repeated: >= LoopFrom } => LiveState.Looping,
        { TicketStatus: "blocked" } or { Failed: >= 3 } => LiveState.Blocked,
        { LastType: "tool_call" } when now.UtcDateTime - LastAt >= StuckAfter => LiveState.Blocked,
        _ => now.UtcDateTime - LastAt >= QuietAfter ? LiveState.Quiet : LiveState.Working,
    };

    /// <summary>Why it stands so, in words; null where it simply works.</summary>
    public string? WhyAt(DateTimeOffset now) => StateAt(now) switch
    {
        LiveState.Waiting => ApprovalTitle,
        LiveState.Looping => $"the same call {Repeated} times",
        LiveState.Blocked when TicketStatus == "blocked" => $"{TicketCode} is blocked",
        LiveState.Blocked when Failed >= 3 => "three failures in a row",
        LiveState.Blocked => $"{ToolName ?? "a tool"} does not answer",
        LiveState.Quiet => "nothing for a while",
        _ => null,
    };
}
