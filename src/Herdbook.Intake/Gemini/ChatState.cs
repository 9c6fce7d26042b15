using System.Text.Json;
using System.Text.Json.Serialization;

namespace Herdbook.Intake.Gemini;

/// <summary>What a reader of a Gemini CLI session must know to go on in the middle of it.</summary>
internal sealed class ChatState
{
    public string? Session { get; set; }

    public string? Folder { get; set; }

    public DateTimeOffset? LastAt { get; set; }

    public static ChatState Load(string? json) =>
        json is null ? new ChatState() : JsonSerializer.Deserialize(json, ChatStateJson.Default.ChatState) ?? new ChatState();

    public string Save() => JsonSerializer.Serialize(this, ChatStateJson.Default.ChatState);
}

[JsonSerializable(typeof(ChatState))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ChatStateJson : JsonSerializerContext;
