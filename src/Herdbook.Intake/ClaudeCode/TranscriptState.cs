using System.Text.Json;
using System.Text.Json.Serialization;

namespace Herdbook.Intake.ClaudeCode;

/// <summary>
/// What a reader must know to go on in the middle of a file. It is committed with every chunk,
/// so a reader that was killed goes on exactly as the one that was not.
/// </summary>
internal sealed class TranscriptState
{
    /// <summary>The session of lines that name none: the last one named, else the file's own.</summary>
    public string? Session { get; set; }

    /// <summary>The time of lines that tell none: the last one told.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>Tool calls without a result yet, by tool use id.</summary>
    public Dictionary<string, PendingCall> Calls { get; set; } = [];

    /// <summary>The permission mode of each instance, to see a change.</summary>
    public Dictionary<string, string> Modes { get; set; } = [];

    /// <summary>Summaries whose leaf has not been seen in this file, by the leaf's key.</summary>
    public Dictionary<Guid, string> Summaries { get; set; } = [];

    public static TranscriptState Load(string? json) =>
        json is null ? new TranscriptState() : JsonSerializer.Deserialize(json, TranscriptStateJson.Default.TranscriptState) ?? new TranscriptState();

    public string Save() => JsonSerializer.Serialize(this, TranscriptStateJson.Default.TranscriptState);
}

/// <param name="Subagent">The type of the subagent that the call starts, for a call that does.</param>
/// <param name="Command">The start of a shell command, to know what its result is about.</param>
internal sealed record PendingCall(string Instance, string Tool, DateTimeOffset At, string? Subagent, string? Description, string? Command);

[JsonSerializable(typeof(TranscriptState))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TranscriptStateJson : JsonSerializerContext;
