using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.Codex;

/// <summary>What a reader of a rollout must know to go on in the middle of it.</summary>
internal sealed class RolloutState
{
    /// <summary>The thread that the file belongs to: the first that it names.</summary>
    public string? Thread { get; set; }

    /// <summary>The thread at the root of the tree of agents; itself for a conversation.</summary>
    public string? Root { get; set; }

    /// <summary>The part that a subagent plays.</summary>
    public string? Role { get; set; }

    public string? Folder { get; set; }

    public string? Branch { get; set; }

    public string? Version { get; set; }

    public string? Model { get; set; }

    /// <summary>The approvals and the sandbox in force, to see a change.</summary>
    public string? Mode { get; set; }

    /// <summary>The time of lines that tell none: the last one told.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>The lines are another thread's, copied when this one was split from it.</summary>
    public bool Copying { get; set; }

    /// <summary>The copy may bear the time at which it was made: it ends where the clock rests.</summary>
    public bool Restamped { get; set; }

    /// <summary>When the file was begun: its own lines are later.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>The first ordinal that is this thread's own, where the file tells it.</summary>
    public long? OwnFrom { get; set; }

    /// <summary>The total of the last snapshot: the same one again is no call.</summary>
    public long[]? Total { get; set; }

    /// <summary>The file tells each response's use by itself: its snapshots count no more.</summary>
    public bool Recorded { get; set; }

    /// <summary>The use booked last from a snapshot, until a record of the same response is seen.</summary>
    public long[]? Unrecorded { get; set; }

    /// <summary>The last line that was taken, and how many objects of it.</summary>
    public int Line { get; set; }

    public int Part { get; set; }

    /// <summary>Tool calls without a result yet.</summary>
    public Dictionary<string, PendingCall> Calls { get; set; } = [];

    public static RolloutState Load(string? json) =>
        json is null ? new RolloutState() : JsonSerializer.Deserialize(json, RolloutStateJson.Default.RolloutState) ?? new RolloutState();

    public string Save() => JsonSerializer.Serialize(this, RolloutStateJson.Default.RolloutState);
}

[JsonSerializable(typeof(RolloutState))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class RolloutStateJson : JsonSerializerContext;
