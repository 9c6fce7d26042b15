using Herdbook.Core.Herd;

namespace Herdbook.Server.Pages.Sessions;

/// <summary>Which steps of a conversation to show.</summary>
public enum StepKind
{
    All,
    Talk,
    Thinking,
    Tools,
    Errors,
    System,
}

/// <summary>One row of a timeline: an event, with the result of its tool, the call that it begins, and the subagents that it started.</summary>
/// <param name="Number">Its place among all steps, from 1.</param>
/// <param name="Call">The tokens and cost of the model's call, on the first event of its message; null on the others.</param>
public sealed record TimelineStep(int Number, SessionEvent Event, SessionEvent? Result, CallUsage? Call, IReadOnlyList<SessionMember> Subagents)
{
    public bool IsError => Event.IsError || Result is { IsError: true };

    public StepKind Kind => Event.EventType switch
    {
        "user_message" or "assistant_message" => StepKind.Talk,
        "thinking" => StepKind.Thinking,
        "tool_call" or "tool_result" or "tool_progress" => StepKind.Tools,
        _ => StepKind.System,
    };

    /// <summary>As the transcript says, else from the call to its result.</summary>
    public TimeSpan? Duration =>
        Event.DurationMs is { } own ? TimeSpan.FromMilliseconds(own)
        : Result is { DurationMs: { } waited } ? TimeSpan.FromMilliseconds(waited)
        : Result is { } result && result.OccurredAt >= Event.OccurredAt ? result.OccurredAt - Event.OccurredAt
        : null;

    /// <summary>What it is, in a word or two.</summary>
    public string Word => Event.EventType switch
    {
        "user_message" => "user",
        "assistant_message" => "assistant",
        "tool_call" or "tool_result" => Event.ToolName ?? "tool",
        var other => other.Replace('_', ' '),
    };

    public string Icon => Event.EventType switch
    {
        "user_message" => "user",
        "assistant_message" => "agent",
        "thinking" => "thinking",
        "tool_call" => Subagents.Count > 0 ? "subagent" : "tool",
        "tool_result" => "result",
        "hook" => "hook",
        "pr_link" => "pr",
        "compaction" => "compaction",
        "file_snapshot" => "file",
        _ => "system-event",
    };
}

/// <summary>The steps of one conversation or subagent: events with results folded into their calls.</summary>
public sealed class Timeline
{
    /// <summary>Steps that are sent at once; the rest follows when it comes into view.</summary>
    public const int PageSize = 100;

    private readonly List<TimelineStep> steps;

    public Timeline(SessionStory story)
    {
        var results = story.Events.Where(happened => happened is { EventType: "tool_result", ToolUseId: not null })
            .GroupBy(happened => happened.ToolUseId!).ToDictionary(group => group.Key, group => group.First());
        var called = story.Events.Where(happened => happened is { EventType: "tool_call", ToolUseId: not null }).Select(happened => happened.ToolUseId!).ToHashSet();
        var calls = new Dictionary<(string?, string?), CallUsage>();
        foreach (var call in story.Calls)
        {
            calls[(call.MessageId, call.RequestId)] = call;
        }

        var children = story.Family.Where(member => member.ParentToolUseId is not null && member.Code != story.Self.Code
                && (member.SpawnedBy ?? member.RootCode) == story.Self.Code)
            .ToLookup(member => member.ParentToolUseId!);
        steps = [];
        foreach (var happened in story.Events)
        {
            if (happened is { EventType: "tool_result" or "tool_progress", ToolUseId: { } of } && called.Contains(of)
                && (happened.EventType == "tool_progress" || results[of].Id == happened.Id))
            {
                continue;
            }

            var isCall = happened is { EventType: "tool_call", ToolUseId: not null };
            steps.Add(new TimelineStep(
                steps.Count + 1,
                happened,
                isCall ? results.GetValueOrDefault(happened.ToolUseId!) : null,
                happened.MessageId is not null && calls.Remove((happened.MessageId, happened.RequestId), out var begun) ? begun : null,
                isCall ? [.. children[happened.ToolUseId!]] : []));
        }
    }

    public int Count => steps.Count;

    public IReadOnlyList<TimelineStep> Errors => [.. steps.Where(step => step.IsError)];

    public int CountOf(StepKind kind) => steps.Count(step => Is(step, kind));

    /// <summary>One page of the steps of a kind, and whether more follow.</summary>
    public (IReadOnlyList<TimelineStep> Steps, bool More) Page(StepKind kind, int skip)
    {
        var shown = steps.Where(step => Is(step, kind)).Skip(skip).Take(PageSize + 1).ToList();
        return shown.Count > PageSize ? (shown[..PageSize], true) : (shown, false);
    }

    private static bool Is(TimelineStep step, StepKind kind) => kind switch
    {
        StepKind.All => true,
        StepKind.Errors => step.IsError,
        _ => step.Kind == kind,
    };
}
