using System.Text.Json;
using Herdbook.Intake.ClaudeCode;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Codex;

internal sealed partial class RolloutParser
{
    private const int MaxPendingCalls = 1000;

    private static readonly string[] Sealed = ["encrypted_content"];

    private void TakeContext(JsonElement payload, Envelope line, ChunkRows rows)
    {
        state.Model = payload.Text("model") ?? state.Model;
        state.Folder = payload.Text("cwd") ?? state.Folder;
        var sandbox = Fields.Present(payload, "sandbox_policy") is { ValueKind: JsonValueKind.Object } policy ? policy.Text("type") ?? policy.Text("mode") : null;
        var approval = Fields.Present(payload, "approval_policy") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var mode = string.Join(", ", new[] { approval, sandbox }.OfType<string>());
        if (mode.Length > 0 && mode != state.Mode)
        {
            Add(Row(line, "permission_change", state.Mode is null ? mode : $"{state.Mode} → {mode}",
                JsonSerializer.Serialize(new Dictionary<string, string?> { ["from"] = state.Mode, ["to"] = mode })), line, rows);
            state.Mode = mode;
        }
    }

    private void TakeItem(JsonElement item, Envelope line, ChunkRows rows)
    {
        switch (item.Text("type"))
        {
            case "message":
                TakeMessage(item, line, rows);
                break;
            case "reasoning":
                Add(Row(line, "thinking", Words(item, "summary") ?? Words(item, "content") ?? "[sealed by the provider]", KeptJson.Without(item, Sealed)) with { Model = state.Model }, line, rows);
                break;
            case "function_call" or "custom_tool_call" or "local_shell_call" or "web_search_call" or "tool_search_call" or "image_generation_call":
                TakeCall(item, line, rows);
                break;
            case "function_call_output" or "custom_tool_call_output" or "tool_search_output" or "mcp_tool_call_output":
                TakeResult(item, line, rows);
                break;
            case "compaction" or "compaction_summary" or "context_compaction":
                Add(Row(line, "compaction", "The conversation was compacted.", KeptJson.Without(item, Sealed)), line, rows);
                break;
            case null:
                throw Fields.Missing("payload.type");
            case var other:
                Add(Row(line, "other", other, KeptJson.Without(item, ["encrypted_content", "result"])), line, rows);
                break;
        }
    }

    private void TakeMessage(JsonElement item, Envelope line, ChunkRows rows)
    {
        var text = Words(item, "content");
        var type = item.RequiredText("role") switch
        {
            "assistant" => "assistant_message",
            "user" when IsContext(text) => "system",
            "user" => "user_message",
            _ => "system",
        };
        Add(Row(line, type, text, KeptJson.WithoutPictures(item)) with { Model = type == "assistant_message" ? state.Model : null }, line, rows);
        if (type == "user_message" && line.Instance == line.Root)
        {
            OfferTitle(line.Root, text, "prompt", line.At, rows);
        }
    }

    /// <summary>What Codex itself puts before a person's words.</summary>
    private static bool IsContext(string? text) =>
        text is not null && (text.StartsWith('<') || text.StartsWith("# AGENTS.md", StringComparison.Ordinal) || text.StartsWith("# Context from my IDE", StringComparison.Ordinal));

    private void TakeCall(JsonElement item, Envelope line, ChunkRows rows)
    {
        var name = item.Text("name") ?? item.RequiredText("type").Replace("_call", "", StringComparison.Ordinal);
        var id = item.Text("call_id") ?? item.Text("id");
        var command = Command(item);
        var text = command is null ? name : $"{name} {command}";
        Add(Row(line, "tool_call", text, item.Raw()) with { ToolUseId = id, ToolName = name, Model = state.Model }, line, rows);
        if (id is not null && state.Calls.Count < MaxPendingCalls && name != "web_search")
        {
            state.Calls[id] = new PendingCall(line.Instance, name, line.At, null, null, JsonText.Excerpt(command));
        }
    }

    private void TakeResult(JsonElement item, Envelope line, ChunkRows rows)
    {
        var id = item.RequiredText("call_id");
        state.Calls.Remove(id, out var call);
        var text = Words(item, "output");
        var (shown, failed, seconds) = Outcome(text);
        var taken = call is null ? null : (long?)Math.Max(0, (line.At - call.At).TotalMilliseconds);
        Add(Row(line, "tool_result", shown, KeptJson.WithoutPictures(item)) with
        {
            ToolUseId = id,
            ToolName = call?.Tool,
            IsError = failed,
            DurationMs = seconds is { } told ? (long)(told * 1000) : taken,
        }, line, rows);
        if (call?.Command?.Contains("gh pr create", StringComparison.Ordinal) == true && TicketCodes.PullRequestIn(shown) is { } opened)
        {
            Link(line, opened.Code, opened.Url, created: true, rows);
        }
    }

    private void TakeEvent(JsonElement payload, Envelope line, ChunkRows rows)
    {
        switch (payload.RequiredText("type"))
        {
            case "token_count":
                TakeSnapshot(payload, line, rows);
                break;
            case "thread_name_updated":
                OfferTitle(line.Root, payload.Text("thread_name"), "summary", DateTimeOffset.MinValue, rows);
                break;
            case "turn_aborted":
                Add(Row(line, "system", $"The turn was stopped: {payload.Text("reason")}.", payload.Raw()), line, rows);
                break;
            case "task_complete" or "turn_complete":
                Add(Row(line, "system", "The turn ended.", KeptJson.Without(payload, ["last_agent_message"])) with { DurationMs = payload.Whole("duration_ms") }, line, rows);
                break;
            case "error" or "stream_error":
                Add(Row(line, "system", payload.Text("message"), payload.Raw()) with { IsError = true }, line, rows);
                break;
            case "user_message" or "agent_message" or "agent_reasoning" or "agent_reasoning_raw_content" or "agent_message_delta"
                or "task_started" or "turn_started" or "context_compacted" or "thread_settings_applied" or "item_completed" or "item_started":
                break; // the same, told again for the screen: the items are kept
            case var other:
                Add(Row(line, "other", other, KeptJson.WithoutPictures(payload)), line, rows);
                break;
        }
    }

    /// <summary>The words of a field that is text, or an array of parts with text.</summary>
    private static string? Words(JsonElement item, string name)
    {
        switch (Fields.Present(item, name))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString();
            case { ValueKind: JsonValueKind.Object } whole:
                return Words(whole, "content") ?? Words(whole, "output");
            case { ValueKind: JsonValueKind.Array } parts:
                var words = parts.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object).Select(p => Given(p, "text")).OfType<string>();
                return string.Join('\n', words) is { Length: > 0 } said ? said : null;
            case { } odd:
                throw Fields.WrongType(name, "text or an array", odd);
        }
    }

    /// <summary>The shell command of a call, or the argument that people look for first.</summary>
    private static string? Command(JsonElement item)
    {
        if (Given(item, "input") is { } input)
        {
            return input;
        }

        if (item.Object("action") is { } action)
        {
            return Argument(action) ?? Given(action, "query");
        }

        if (Given(item, "arguments") is not { } text || !text.StartsWith('{'))
        {
            return Given(item, "arguments");
        }

        try
        {
            using var arguments = JsonDocument.Parse(text, Strict);
            return Argument(arguments.RootElement);
        }
        catch (JsonException)
        {
            return text; // the model wrote no JSON
        }
    }

    private static string? Argument(JsonElement arguments)
    {
        foreach (var name in (ReadOnlySpan<string>)["command", "cmd"])
        {
            if (Fields.Present(arguments, name) is { ValueKind: JsonValueKind.Array } words)
            {
                var said = words.EnumerateArray().Where(w => w.ValueKind == JsonValueKind.String).Select(w => w.GetString()!).ToArray();
                return said is [_, "-lc" or "-c", var script] ? script : string.Join(' ', said);
            }
        }

        return Call("", arguments) is { Length: > 0 } found ? found.TrimStart() : null;
    }

    /// <summary>Older versions wrap a result in JSON with an exit code, newer ones tell it in the first lines.</summary>
    private static (string? Text, bool Failed, double? Seconds) Outcome(string? output)
    {
        if (output is null)
        {
            return (null, false, null);
        }

        if (output.StartsWith("{\"output\"", StringComparison.Ordinal))
        {
            try
            {
                using var wrapped = JsonDocument.Parse(output, Strict);
                var about = Fields.Present(wrapped.RootElement, "metadata") is { ValueKind: JsonValueKind.Object } metadata ? metadata : default(JsonElement?);
                var seconds = about is { } m && Fields.Present(m, "duration_seconds") is { ValueKind: JsonValueKind.Number } s ? s.GetDouble() : default(double?);
                return (Given(wrapped.RootElement, "output"), about?.Whole("exit_code") is not (null or 0), seconds);
            }
            catch (JsonException)
            {
                return (output, false, null);
            }
        }

        return output.StartsWith("Exit code: ", StringComparison.Ordinal)
            ? (output, !output.StartsWith("Exit code: 0", StringComparison.Ordinal), null)
            : (output, output.StartsWith("Process exited with code ", StringComparison.Ordinal) && !output.StartsWith("Process exited with code 0", StringComparison.Ordinal), null);
    }
}
