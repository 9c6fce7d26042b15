using System.Text;
using System.Text.Json;

namespace Herdbook.Intake.ClaudeCode;

internal sealed partial class TranscriptParser
{
    /// <summary>The provider's seal on a thought: long, and of no use without the provider.</summary>
    private static readonly string[] Signature = ["signature"];

    /// <summary>Told on every line, and kept in columns.</summary>
    private static readonly string[] Repeated =
        ["parentUuid", "isSidechain", "userType", "cwd", "sessionId", "version", "gitBranch", "slug", "uuid", "timestamp", "type"];

    private void Step(
        Envelope line, string type, string? text, ChunkRows rows, string? payload = null,
        bool isError = false, long? duration = null, string? toolUse = null) =>
        Add(Row(line, type, text, payload) with { IsError = isError, DurationMs = duration, ToolUseId = toolUse }, line, rows);

    private static EventRow Row(Envelope line, string type, string? text, string? payload) => new()
    {
        Instance = line.Instance,
        Key = line.Key,
        ParentKey = line.Parent,
        At = line.At,
        Type = type,
        Message = JsonText.Excerpt(text),
        Payload = payload,
        Line = line.Line,
    };

    private void Add(EventRow step, Envelope line, ChunkRows rows)
    {
        rows.Events.Add(step);
        Facts(line, rows);
        if (state.Summaries.Count > 0 && state.Summaries.Remove(step.Key, out var summary))
        {
            OfferTitle(line.Root, summary, "summary", DateTimeOffset.MinValue, rows);
        }
    }

    /// <summary>The instance of the line, with what the line tells of it.</summary>
    private static InstanceFacts Facts(Envelope line, ChunkRows rows)
    {
        var facts = Facts(line.Instance, line.Root, rows);
        if (!line.Timed)
        {
            return facts;
        }

        if (line.Folder is not null && (facts.StartedAt is null || line.At < facts.StartedAt || facts.FirstFolder is null))
        {
            facts.FirstFolder = line.Folder;
        }

        if (facts.Saw(line.At))
        {
            facts.Folder = line.Folder ?? facts.Folder;
            facts.ToolVersion = line.Version ?? facts.ToolVersion;
            if (line.Branch is { Length: > 0 } branch && branch != facts.Branch)
            {
                facts.Branch = branch;
                if (TicketCodes.InBranch(branch) is { } ticket)
                {
                    facts.Ticket = ticket;
                    if (!rows.Tickets.Exists(t => t.Instance == line.Instance && t.Ticket == ticket))
                    {
                        rows.Tickets.Add(new(line.Instance, ticket, line.At, $"branch {branch}"));
                    }
                }
            }
        }

        return facts;
    }

    private static InstanceFacts Facts(string instance, string root, ChunkRows rows)
    {
        if (!rows.Instances.TryGetValue(instance, out var facts))
        {
            rows.Instances[instance] = facts = new InstanceFacts(instance) { Root = root };
            if (facts.IsSubagent)
            {
                Facts(root, root, rows); // a subagent's row refers to its conversation's
            }
        }

        return facts;
    }

    private static void OfferTitle(string root, string? text, string source, DateTimeOffset at, ChunkRows rows)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Facts(root, root, rows).Offer(new Title(JsonText.Excerpt(text), source, at));
        }
    }

    /// <summary>A prompt that is a command of the tool itself, or its output, names no conversation.</summary>
    private static string? Prompt(string text) =>
        text.StartsWith('<') || text.StartsWith("Caveat:", StringComparison.Ordinal) || text.StartsWith("[Request interrupted", StringComparison.Ordinal)
            ? null
            : text;

    private static IEnumerable<(JsonElement Block, int Index)> Blocks(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Array)
        {
            throw Fields.WrongType("message.content", "text or an array", content);
        }

        var index = 0;
        foreach (var block in content.EnumerateArray())
        {
            yield return block.ValueKind == JsonValueKind.Object
                ? (block, index++)
                : throw Fields.WrongType($"message.content[{index}]", "an object", block);
        }
    }

    private static Envelope Part(Envelope line, int index) => index == 0 ? line : line with { Key = JsonText.KeyOf(line.Key, index) };

    private static Guid? KeyOf(string? uuid) =>
        uuid is null ? null : Guid.TryParse(uuid, out var key) ? key : JsonText.KeyOf(Encoding.UTF8.GetBytes(uuid));

    private static string Spoken(JsonElement text) => $$"""{"type":"text","text":{{text.Raw()}}}""";

    /// <summary>What a call is about, in one line: the argument that people look for first.</summary>
    private static string Call(JsonElement block)
    {
        var name = block.Text("name") ?? "tool";
        if (Fields.Present(block, "input") is not { ValueKind: JsonValueKind.Object } input)
        {
            return name;
        }

        foreach (var key in (ReadOnlySpan<string>)["command", "file_path", "path", "pattern", "query", "url", "description", "skill", "prompt"])
        {
            if (Fields.Present(input, key) is { ValueKind: JsonValueKind.String } value)
            {
                return $"{name} {value.GetString()}";
            }
        }

        return name;
    }

    private static string? ResultText(JsonElement block)
    {
        if (Fields.Present(block, "content") is not { } content)
        {
            return null;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw Fields.WrongType("tool_result.content", "text or an array", content);
        }

        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && part.Text("text") is { } text)
            {
                return text;
            }
        }

        return content.GetArrayLength() == 0 ? null : "[image]";
    }

    /// <summary>The block without the bytes of pictures and documents, of which only the size is kept.</summary>
    private static string WithoutData(JsonElement block) =>
        block.Raw() is var raw && raw.Contains("\"base64\"", StringComparison.Ordinal) ? Rewritten(block, [], dropData: true) : raw;

    private static string Without(JsonElement block, string[] names) => Rewritten(block, names, dropData: false);

    private static string Rewritten(JsonElement value, string[] without, bool dropData)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(value, writer, without, dropData);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer, string[] without, bool dropData)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                Write(item, writer, [], dropData);
            }

            writer.WriteEndArray();
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            value.WriteTo(writer);
            return;
        }

        var encoded = dropData && Fields.Present(value, "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("base64");
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            if (encoded && property.NameEquals("data"))
            {
                writer.WriteNumber("omitted_bytes", property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()!.Length : 0);
            }
            else if (!without.Contains(property.Name))
            {
                writer.WritePropertyName(property.Name);
                Write(property.Value, writer, [], dropData);
            }
        }

        writer.WriteEndObject();
    }
}
