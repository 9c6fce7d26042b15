using System.Text.Json;
using System.Text.Json.Serialization;

namespace Herdbook.Intake.Events;

/// <summary>What a reader of events must know to go on in the middle of a file: what the lines of a run have told of it.</summary>
internal sealed class EventsState
{
    // A file of many runs tells each for a while: the latest are enough.
    private const int MostRuns = 1000;

    public DateTimeOffset? LastAt { get; set; }

    /// <summary>The run that each run belongs to, as its lines have told it.</summary>
    public Dictionary<string, string> Parents { get; set; } = [];

    public void Belongs(string run, string parent)
    {
        if (Parents.Count < MostRuns || Parents.ContainsKey(run))
        {
            Parents[run] = parent;
        }
    }

    public static EventsState Load(string? json) =>
        json is null ? new EventsState() : JsonSerializer.Deserialize(json, EventsStateJson.Default.EventsState) ?? new EventsState();

    public string Save() => JsonSerializer.Serialize(this, EventsStateJson.Default.EventsState);
}

[JsonSerializable(typeof(EventsState))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class EventsStateJson : JsonSerializerContext;
