using System.Globalization;
using System.Text;
using System.Text.Json;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Gemini;

/// <summary>
/// Turns a Gemini CLI session into rows: one JSON document with all its messages, as versions before April 2026 write it anew after each,
/// or lines of which each is the session's head, a change of it (`$set`), or a message, told again as it grows.
/// </summary>
/// <remarks>The format: chatRecordingService.ts in google-gemini/gemini-cli.</remarks>
internal sealed class ChatParser(ChatState state, Redaction redaction, ChatPlace place) : LineParser(redaction)
{
    /// <inheritdoc/>
    public override string Save() => state.Save();

    protected override void Take(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        if (root.Object("$set") is { } change)
        {
            TakeHead(change, number, rows);
            return;
        }

        if (root.Text("$rewindTo") is { } kept)
        {
            // What was taken back was paid for: it stays.
            var line = Open(null, JsonText.KeyOf(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"rewind:{number}"))), number);
            rows.Events.Add(Row(line, "system", "The conversation was taken back.", $$"""{"to":{{JsonSerializer.Serialize(kept)}}}"""));
            Facts(line, rows);
            return;
        }

        if (root.Text("type") is null || root.Text("sessionId") is not null)
        {
            TakeHead(root, number, rows);
            return;
        }

        TakeMessage(root, number, rows);
    }

    private void TakeHead(JsonElement head, int number, ChunkRows rows)
    {
        var messages = head.Array("messages");
        if (head.Text("sessionId") is { } session)
        {
            state.Session = session;
        }
        else if (messages is null && head.Text("lastUpdated") is null && head.Text("summary") is null && state.Session is null)
        {
            throw Fields.Missing("sessionId");
        }

        state.Folder ??= place.Folder ?? Directory(head);
        var started = head.Time("startTime");
        state.LastAt ??= started;
        var bad = default(LineRejectedException);
        foreach (var message in messages?.EnumerateArray() ?? default)
        {
            try
            {
                TakeMessage(message, number, rows);
            }
            catch (LineRejectedException e)
            {
                bad ??= e; // one message that is not understood is no reason to lose the others
            }
        }

        if (head.Text("summary") is { } summary)
        {
            OfferTitle(Session, summary, "summary", DateTimeOffset.MinValue, rows);
        }

        if (bad is not null)
        {
            throw bad;
        }
    }

    private void TakeMessage(JsonElement message, int number, ChunkRows rows)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new LineRejectedException("not_an_object", "A message is no object.");
        }

        var id = message.RequiredText("id");
        var type = message.RequiredText("type");
        var line = Open(message.Time("timestamp") ?? throw Fields.Missing("timestamp"), Steps.KeyOf(id)!.Value, number);
        var text = Words(message);
        switch (type)
        {
            case "gemini":
                TakeAnswer(message, id, text, line, rows);
                break;
            case "user":
                var spoken = text is not null && text.StartsWith("<session_context>", StringComparison.Ordinal) ? "system" : "user_message";
                Add(Row(line, spoken, text, Said(message)), line, rows);
                if (spoken == "user_message" && line.Instance == line.Root)
                {
                    OfferTitle(line.Root, text, "prompt", line.At, rows);
                }

                break;
            case "info" or "warning" or "error":
                Add(Row(line, "system", text, Said(message)) with { IsError = type == "error" }, line, rows);
                break;
            default:
                Add(Row(line, "other", text ?? type, message.Raw()), line, rows);
                break;
        }
    }

    /// <summary>An answer grows: each part of it has a key of its own and is booked when it is first told.</summary>
    private static void TakeAnswer(JsonElement message, string id, string? text, Envelope line, ChunkRows rows)
    {
        var model = message.Text("model");
        var usage = Usage(message, id, model, line);
        var steps = new List<EventRow>();
        EventRow Of(EventRow step) => step with { Model = model, MessageId = usage?.MessageId };
        var index = 0;
        foreach (var thought in message.Array("thoughts")?.EnumerateArray() ?? default)
        {
            index++;
            if (thought.ValueKind == JsonValueKind.Object)
            {
                var said = $"{thought.Text("subject")}: {thought.Text("description")}";
                steps.Add(Of(Row(line with { Key = JsonText.KeyOf(line.Key, -index), At = thought.Time("timestamp") ?? line.At }, "thinking", said, thought.Raw())));
            }
        }

        if (!string.IsNullOrEmpty(text))
        {
            steps.Add(Of(Row(line, "assistant_message", text, Said(message))));
        }

        foreach (var call in message.Array("toolCalls")?.EnumerateArray() ?? default)
        {
            if (call.ValueKind == JsonValueKind.Object)
            {
                steps.AddRange(Tool(call, line).Select(step => step.Type == "tool_call" ? Of(step) : step));
            }
        }

        foreach (var step in steps)
        {
            Add(step, line, rows);
        }

        if (usage is not null)
        {
            rows.Add(usage);
        }

        if (model is not null && Facts(line, rows) is var facts && facts.LastAt <= line.At)
        {
            facts.Model = model;
        }
    }

    private static IEnumerable<EventRow> Tool(JsonElement call, Envelope line)
    {
        var id = call.RequiredText("id");
        var name = call.Text("name") ?? "tool";
        var arguments = Fields.Present(call, "args") is { ValueKind: JsonValueKind.Object } given ? given : default(JsonElement?);
        var key = Steps.KeyOf(id)!.Value;
        yield return Row(line with { Key = key }, "tool_call", Call(name, arguments), KeptJson.Without(call, ["result", "resultDisplay", "description"])) with
        {
            ToolUseId = id,
            ToolName = name,
        };

        if (call.Text("status") is not { } status || status is "validating" or "scheduled" or "executing" or "awaiting_approval")
        {
            yield break;
        }

        var at = call.Time("timestamp") ?? line.At;
        yield return Row(line with { Key = JsonText.KeyOf(key, 1), At = at }, "tool_result", Outcome(call) ?? status, KeptJson.WithoutPictures(call)) with
        {
            ToolUseId = id,
            ToolName = name,
            IsError = status != "success",
            DurationMs = (long)Math.Max(0, (at - line.At).TotalMilliseconds),
        };
    }

    private static string? Outcome(JsonElement call)
    {
        if (Fields.Present(call, "resultDisplay") is { ValueKind: JsonValueKind.String } display)
        {
            return display.GetString();
        }

        foreach (var part in Fields.Present(call, "result") is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray() : default)
        {
            if (part.ValueKind == JsonValueKind.Object && part.Object("functionResponse")?.Object("response") is { } response
                && (Fields.Present(response, "output") ?? Fields.Present(response, "error")) is { ValueKind: JsonValueKind.String } output)
            {
                return output.GetString();
            }
        }

        return null;
    }

    /// <summary>`input` holds what the cache gave, `output` no thoughts; what tools put into the prompt is told apart.</summary>
    private static UsageRow? Usage(JsonElement message, string id, string? model, Envelope line)
    {
        if (message.Object("tokens") is not { } tokens || model is null)
        {
            return null;
        }

        var input = tokens.Tokens("input");
        var cached = Math.Min(tokens.Tokens("cached"), input);
        var output = tokens.Tokens("output") + tokens.Tokens("thoughts");
        var tools = tokens.Tokens("tool");
        return input + output + tools == 0 ? null : new UsageRow(id, "", line.Instance, model, line.At, input - cached + tools, output, cached, 0, 0);
    }

    private string Session => state.Session ??= place.Session;

    private Envelope Open(DateTimeOffset? told, Guid key, int number)
    {
        var root = place.Parent is { } parent && parent != Session ? parent : Session;
        var at = told ?? state.LastAt ?? DateTimeOffset.UnixEpoch;
        state.LastAt = at;
        var instance = root == Session ? root : $"{root}/{Session}";
        return new Envelope("", instance, root, at, told is not null, key, null, state.Folder, null, null, number);
    }

    private static void Add(EventRow step, Envelope line, ChunkRows rows)
    {
        rows.Events.Add(step);
        Facts(line, rows);
    }

    private static string? Directory(JsonElement head) =>
        head.Array("directories") is { } folders && folders.GetArrayLength() > 0 && folders[0].ValueKind == JsonValueKind.String ? folders[0].GetString() : null;

    private static string? Words(JsonElement message)
    {
        switch (Fields.Present(message, "content"))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString();
            case { ValueKind: JsonValueKind.Array } parts:
                return string.Join('\n', parts.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.GetString()
                    : part.ValueKind == JsonValueKind.Object && Fields.Present(part, "text") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null).OfType<string>());
            case { ValueKind: JsonValueKind.Object } part:
                return part.Text("text");
            case { } odd:
                throw Fields.WrongType("content", "text or parts", odd);
        }
    }

    private static string Said(JsonElement message) =>
        Fields.Present(message, "content") is { } content
            ? content.ValueKind == JsonValueKind.String ? Spoken(content) : $$"""{"parts":{{KeptJson.WithoutInlineData(content)}}}"""
            : "{}";
}
