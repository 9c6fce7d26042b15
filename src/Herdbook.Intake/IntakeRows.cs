namespace Herdbook.Intake;

/// <summary>One step of a session, as agent.events keeps it.</summary>
internal sealed record EventRow
{
    /// <summary>The instance whose session it belongs to.</summary>
    public required string Instance { get; init; }

    /// <summary>Names the step in its session for ever: reading it again adds nothing.</summary>
    public required Guid Key { get; init; }

    public Guid? ParentKey { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Type { get; init; }

    /// <summary>One line for people; the whole is in <see cref="Payload"/>.</summary>
    public required string Message { get; init; }

    /// <summary>JSON.</summary>
    public string? Payload { get; init; }

    public string? ToolUseId { get; init; }

    public string? ToolName { get; init; }

    public bool IsError { get; init; }

    public long? DurationMs { get; init; }

    public string? Model { get; init; }

    public string? MessageId { get; init; }

    public string? RequestId { get; init; }

    public required int Line { get; init; }
}

/// <summary>What a chunk tells of an instance; merged with what is booked so that the order of chunks does not matter.</summary>
internal sealed class InstanceFacts(string code)
{
    public string Code { get; } = code;

    /// <summary>The conversation that it belongs to: itself for a main one.</summary>
    public required string Root { get; init; }

    public string? AgentCode { get; set; }

    public string? ParentToolUseId { get; set; }

    /// <summary>What the caller asked of a subagent.</summary>
    public string? Description { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? LastAt { get; set; }

    /// <summary>The folder of the earliest line names the project.</summary>
    public string? FirstFolder { get; set; }

    public string? Folder { get; set; }

    public string? Branch { get; set; }

    public string? ToolVersion { get; set; }

    public string? Model { get; set; }

    public string? Ticket { get; set; }

    public Title? Title { get; set; }

    public bool IsSubagent => Code != Root;

    /// <summary>Takes a candidate title if it is better than what is there.</summary>
    public void Offer(Title title)
    {
        if (Title is null || title.Rank < Title.Rank
            || (title.Rank == Title.Rank && title.At < Title.At))
        {
            Title = title;
        }
    }

    /// <summary>Widens the span of time; returns whether this is the latest line so far.</summary>
    public bool Saw(DateTimeOffset at)
    {
        if (StartedAt is null || at < StartedAt)
        {
            StartedAt = at;
        }

        if (LastAt is not null && at < LastAt)
        {
            return false;
        }

        LastAt = at;
        return true;
    }
}

/// <summary>A session's name for people.</summary>
/// <param name="Source">`summary` outranks `prompt`.</param>
internal sealed record Title(string Text, string Source, DateTimeOffset At)
{
    public int Rank => Source == "summary" ? 0 : 1;
}

/// <summary>A summary whose leaf stands in no line of its chunk: it names the conversation if the leaf is booked in it.</summary>
internal sealed record SummaryOfLeaf(string Instance, Guid Leaf, string Text);

/// <summary>An instance worked on a ticket, or on or about a pull request.</summary>
internal sealed record TicketLink(string Instance, string Ticket, DateTimeOffset At, string Why);

/// <param name="Code">owner/repository#number.</param>
/// <param name="Created">The instance opened it; otherwise it only names it.</param>
internal sealed record PullRequestLink(
    string Instance, string Code, string? Url, string? Branch, string? Ticket, bool Created, DateTimeOffset At);

/// <summary>A line, or a part of one, that could not be booked.</summary>
internal sealed record RejectRow(int Line, long Offset, long Length, string Reason, string Detail, string Text);

/// <summary>Everything that one chunk of a file tells. It is booked in one transaction, or not at all.</summary>
internal sealed class ChunkRows
{
    public List<EventRow> Events { get; } = [];

    /// <summary>Each telling of a call once, by who tells it and how the call is named.</summary>
    public Dictionary<(UsageSource Source, string Message, string Request), UsageRow> Usage { get; } = [];

    /// <summary>Chunks that are booked together may share them.</summary>
    public Dictionary<string, InstanceFacts> Instances { get; init; } = new(StringComparer.Ordinal);

    public List<SummaryOfLeaf> Summaries { get; } = [];

    public List<TicketLink> Tickets { get; } = [];

    public List<PullRequestLink> PullRequests { get; } = [];

    public List<RejectRow> Rejects { get; } = [];

    /// <summary>Takes over what another chunk tells, but for its rejects; both share their instances.</summary>
    public void Add(ChunkRows other)
    {
        Events.AddRange(other.Events);
        foreach (var usage in other.Usage.Values)
        {
            Add(usage);
        }

        Summaries.AddRange(other.Summaries);
        Tickets.AddRange(other.Tickets.Where(link => !Tickets.Exists(known => known.Instance == link.Instance && known.Ticket == link.Ticket)));
        PullRequests.AddRange(other.PullRequests);
    }

    public void Add(UsageRow usage) =>
        Usage[usage.Key] = Usage.TryGetValue(usage.Key, out var known) ? known.MergedWith(usage) : usage;
}
