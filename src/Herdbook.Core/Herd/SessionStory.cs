namespace Herdbook.Core.Herd;

/// <summary>A conversation or subagent with its place in its family and its own figures, subagents not included.</summary>
public sealed record SessionMember : Usage
{
    public string Code { get; init; } = "";

    /// <summary>Null while only its bookings are known, not its events.</summary>
    public long? SessionId { get; init; }

    /// <summary>The conversation it belongs to; itself for a main one.</summary>
    public string RootCode { get; init; } = "";

    public string? SpawnedBy { get; init; }

    /// <summary>The tool call that started it.</summary>
    public string? ParentToolUseId { get; init; }

    public string? AgentCode { get; init; }

    public string? Title { get; init; }

    public string? Status { get; init; }

    public string? ProjectCode { get; init; }

    public string? TicketCode { get; init; }

    public string? Branch { get; init; }

    public string? WorkingFolder { get; init; }

    public string? ToolVersion { get; init; }

    /// <summary>A trace that tells of it, where telemetry does.</summary>
    public string? TraceId { get; init; }

    public string? Source { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public string[] Models { get; init; } = [];

    public long Events { get; init; }

    public long ToolCalls { get; init; }

    public long Errors { get; init; }

    public bool IsMain => RootCode == Code;
}

/// <summary>An event without its payload.</summary>
public record SessionEvent
{
    public long Id { get; init; }

    public DateTime OccurredAt { get; init; }

    public string EventType { get; init; } = "";

    public string? Message { get; init; }

    public string? ToolUseId { get; init; }

    public string? ToolName { get; init; }

    public bool IsError { get; init; }

    public long? DurationMs { get; init; }

    public string? ModelCode { get; init; }

    public string? MessageId { get; init; }

    public string? RequestId { get; init; }
}

/// <summary>What one call of a model used, corrections included.</summary>
public sealed record CallUsage : Usage
{
    public string? MessageId { get; init; }

    public string? RequestId { get; init; }

    public string? ModelCode { get; init; }
}

/// <summary>A pull request or ticket that a conversation is tied to.</summary>
public sealed record SessionTie
{
    /// <summary>pr or ticket.</summary>
    public string Kind { get; init; } = "";

    public string Code { get; init; } = "";

    public string? Title { get; init; }
}

/// <summary>One conversation or subagent in full, but for the payloads of its events.</summary>
/// <param name="Self">Whose story it is.</param>
/// <param name="Family">The whole conversation: the main one and every subagent, <paramref name="Self"/> among them.</param>
/// <param name="Events">Those of <paramref name="Self"/>, in the order in which they happened.</param>
/// <param name="Calls">Those of <paramref name="Self"/>.</param>
public sealed record SessionStory(
    SessionMember Self,
    IReadOnlyList<SessionMember> Family,
    IReadOnlyList<SessionEvent> Events,
    IReadOnlyList<CallUsage> Calls,
    IReadOnlyList<SessionTie> Ties)
{
    /// <summary>Every subagent below <see cref="Self"/>, at any depth.</summary>
    public IReadOnlyList<SessionMember> Subagents { get; } = Below(Self, Family);

    private static List<SessionMember> Below(SessionMember self, IReadOnlyList<SessionMember> family)
    {
        if (self.IsMain)
        {
            return [.. family.Where(member => member.Code != self.Code)];
        }

        var found = new List<SessionMember>();
        var known = new HashSet<string> { self.Code };
        for (var grew = true; grew;)
        {
            var next = family.Where(member => member.SpawnedBy is { } parent && known.Contains(parent) && !known.Contains(member.Code)).ToList();
            found.AddRange(next);
            known.UnionWith(next.Select(member => member.Code));
            grew = next.Count > 0;
        }

        return found;
    }
}

/// <summary>One event with its payload, and for a tool call its result.</summary>
/// <param name="Payload">JSON text; null where none was kept.</param>
/// <param name="SessionCode">The conversation or subagent it happened in.</param>
public sealed record EventDetail(SessionEvent Event, string? Payload, SessionEvent? Result, string? ResultPayload, string SessionCode, string? SourcePath, int? SourceLine);
