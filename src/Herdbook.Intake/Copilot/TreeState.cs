using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.Copilot;

/// <summary>What a reader of a Copilot CLI session must know to go on in the middle of it.</summary>
internal sealed class TreeState
{
    public string? Session { get; set; }

    public string? Folder { get; set; }

    public string? Branch { get; set; }

    public string? Version { get; set; }

    public string? Model { get; set; }

    public string? Mode { get; set; }

    public DateTimeOffset? LastAt { get; set; }

    /// <summary>Output that messages have told of each model since the session was begun or taken up again.</summary>
    public Dictionary<string, long> Told { get; set; } = [];

    /// <summary>Subagents that run, by the tool call that started them.</summary>
    public Dictionary<string, string> Subagents { get; set; } = [];

    /// <summary>Tool calls without a result yet.</summary>
    public Dictionary<string, PendingCall> Calls { get; set; } = [];

    public static TreeState Load(string? json) =>
        json is null ? new TreeState() : JsonSerializer.Deserialize(json, TreeStateJson.Default.TreeState) ?? new TreeState();

    public string Save() => JsonSerializer.Serialize(this, TreeStateJson.Default.TreeState);
}

[JsonSerializable(typeof(TreeState))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TreeStateJson : JsonSerializerContext;
