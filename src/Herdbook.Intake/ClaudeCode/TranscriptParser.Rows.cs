using System.Text.Json;
using static Herdbook.Intake.KeptJson;
using static Herdbook.Intake.Steps;

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

    private void Add(EventRow step, Envelope line, ChunkRows rows)
    {
        rows.Events.Add(step);
        Facts(line, rows);
        if (state.Summaries.Count > 0 && state.Summaries.Remove(step.Key, out var summary))
        {
            OfferTitle(line.Root, summary, "summary", DateTimeOffset.MinValue, rows);
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

    /// <summary>What a call is about, in one line: the argument that people look for first.</summary>
    private static string Call(JsonElement block) => Steps.Call(
        block.Text("name") ?? "tool", Fields.Present(block, "input") is { ValueKind: JsonValueKind.Object } input ? input : null);

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
}
