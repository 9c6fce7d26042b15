using System.Text.Json;
using Herdbook.Intake.ClaudeCode;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Copilot;

/// <summary>Turns the events of one Copilot CLI session (`events.jsonl`) into rows. Each event names its parent: together they are a tree.</summary>
/// <remarks>The format: session-events of github/copilot-sdk.</remarks>
internal sealed partial class TreeParser(TreeState state, Redaction redaction, string fileSession) : LineParser(redaction)
{
    private const int MaxPendingCalls = 1000;

    /// <inheritdoc/>
    public override string Save() => state.Save();

    protected override void Take(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        var type = root.RequiredText("type");
        var data = root.Object("data") ?? root;
        var told = root.Time("timestamp");
        var key = KeyOf(root.Text("id")) ?? JsonText.KeyOf(json.Span);
        if (type is "session.start" or "session.resume")
        {
            Begin(type, data);
        }

        state.Session ??= fileSession;
        state.LastAt = told ?? state.LastAt;
        var subagent = data.Text("parentToolCallId") is { } call && state.Subagents.ContainsKey(call) ? call : null;
        var line = new Envelope(
            type, subagent is null ? state.Session : $"{state.Session}/{subagent}", state.Session, state.LastAt ?? DateTimeOffset.UnixEpoch,
            state.LastAt is not null, key, KeyOf(root.Text("parentId")), state.Folder, state.Branch, state.Version, number);
        switch (type)
        {
            case "user.message":
                TakePrompt(data, line, rows);
                break;
            case "assistant.message":
                TakeAnswer(data, line, rows);
                break;
            case "assistant.reasoning":
                Add(Row(line, "thinking", data.Text("content"), data.Raw()), line, rows);
                break;
            case "tool.execution_start":
                TakeCall(data, line, rows);
                break;
            case "tool.execution_complete":
                TakeResult(data, line, rows);
                break;
            case "subagent.started" or "subagent.selected" when data.Text("toolCallId") is { } started:
                TakeSubagent(started, data, line, rows);
                break;
            case "session.shutdown":
                TakeShutdown(data, line, rows);
                break;
            default:
                TakeOther(type, data, line, rows);
                break;
        }
    }

    private void Begin(string type, JsonElement data)
    {
        state.Session = data.Text("sessionId") ?? state.Session;
        state.Version = data.Text("copilotVersion") ?? state.Version;
        state.Model = data.Text("selectedModel") ?? state.Model;
        if (type == "session.resume")
        {
            state.Told.Clear(); // the count of a session that was taken up again begins anew
        }

        if (data.Object("context") is { } context)
        {
            state.Folder = context.Text("cwd") ?? state.Folder;
            state.Branch = context.Text("branch") ?? state.Branch;
        }
    }

    private void TakePrompt(JsonElement data, Envelope line, ChunkRows rows)
    {
        var text = data.Text("content");
        var spoken = data.Text("source") is null or "user" ? "user_message" : "system";
        Add(Row(line, spoken, text, KeptJson.WithoutPictures(data)), line, rows);
        if (spoken == "user_message" && line.Instance == line.Root)
        {
            OfferTitle(line.Root, text, "prompt", line.At, rows);
        }
    }

    private void TakeAnswer(JsonElement data, Envelope line, ChunkRows rows)
    {
        var model = Model(data.Text("model") ?? state.Model);
        var usage = Answered(data, model, line);
        EventRow Said(EventRow step) => step with { Model = model, MessageId = usage?.MessageId ?? data.Text("messageId"), RequestId = usage?.RequestId };
        var steps = new List<EventRow>();
        if (data.Text("reasoningText") is { Length: > 0 } thought)
        {
            steps.Add(Said(Row(Part(line, -1), "thinking", thought, null)));
        }

        if (data.Text("content") is { Length: > 0 } text)
        {
            steps.Add(Said(Row(line, "assistant_message", text, KeptJson.Without(data, ["reasoningOpaque", "encryptedContent", "toolRequests", "reasoningText"]))));
        }

        // From here on nothing can be rejected any more.
        steps.ForEach(step => Add(step, line, rows));
        if (usage is not null)
        {
            rows.Add(usage);
            state.Told[usage.Model] = state.Told.GetValueOrDefault(usage.Model) + usage.Output;
        }

        var facts = Facts(line, rows);
        Named(facts, line);
        if (model is not null && facts.LastAt == line.At)
        {
            facts.Model = model;
        }
    }

    private void TakeCall(JsonElement data, Envelope line, ChunkRows rows)
    {
        var id = data.RequiredText("toolCallId");
        var name = data.Text("toolName") ?? "tool";
        var arguments = Fields.Present(data, "arguments") is { ValueKind: JsonValueKind.Object } given ? given : default(JsonElement?);
        Add(Row(line, "tool_call", Call(name, arguments), data.Raw()) with { ToolUseId = id, ToolName = name, Model = Model(data.Text("model") ?? state.Model) }, line, rows);
        if (state.Calls.Count < MaxPendingCalls)
        {
            var command = arguments is { } a && Fields.Present(a, "command") is { ValueKind: JsonValueKind.String } text ? JsonText.Excerpt(text.GetString()) : null;
            state.Calls[id] = new PendingCall(line.Instance, name, line.At, null, null, command);
        }
    }

    private void TakeResult(JsonElement data, Envelope line, ChunkRows rows)
    {
        var id = data.RequiredText("toolCallId");
        var result = data.Object("result");
        var error = data.Object("error");
        var text = error?.Text("message") ?? result?.Text("content");
        var failed = error is not null || (Fields.Present(data, "success") is not null && !data.Flag("success"));
        state.Calls.Remove(id, out var call);
        Add(Row(line, "tool_result", text, KeptJson.WithoutPictures(data)) with
        {
            ToolUseId = id,
            ToolName = call?.Tool,
            IsError = failed,
            DurationMs = call is null ? null : (long)Math.Max(0, (line.At - call.At).TotalMilliseconds),
        }, line, rows);
        if (call?.Command?.Contains("gh pr create", StringComparison.Ordinal) == true && TicketCodes.PullRequestIn(text) is { } opened)
        {
            Link(line, opened.Code, opened.Url, created: true, rows);
        }
    }

    private void TakeSubagent(string call, JsonElement data, Envelope line, ChunkRows rows)
    {
        state.Subagents[call] = data.Text("agentName") ?? "subagent";
        var own = line with { Instance = $"{line.Root}/{call}" };
        var facts = Facts(own, rows);
        facts.ParentToolUseId = call;
        facts.Description ??= JsonText.Excerpt(data.Text("agentDescription") ?? data.Text("agentDisplayName"));
        Named(facts, own);
        Add(Row(own, "system", $"The subagent {state.Subagents[call]} began.", data.Raw()), own, rows);
    }

    private void TakeOther(string type, JsonElement data, Envelope line, ChunkRows rows)
    {
        var (kind, text, failed) = type switch
        {
            "session.start" or "session.resume" => ("system", $"Copilot {state.Version} in {state.Folder}", false),
            "session.error" or "model.call_failure" => ("system", data.Text("message"), true),
            "session.info" or "session.warning" or "session.truncation" or "abort" or "session.handoff" => ("system", data.Text("message") ?? data.Text("reason") ?? type, false),
            "session.model_change" => ("system", $"The model is now {data.Text("newModel")}.", false),
            "session.mode_changed" => ("permission_change", $"{data.Text("previousMode")} → {data.Text("newMode")}", false),
            "session.compaction_complete" => ("compaction", "The conversation was compacted.", Fields.Present(data, "success") is not null && !data.Flag("success")),
            "session.title_changed" => ("summary", data.Text("title"), false),
            "hook.start" => ("hook", data.Text("hookType"), false),
            "subagent.failed" => ("system", data.Text("error") ?? "The subagent failed.", true),
            "assistant.turn_start" or "assistant.turn_end" or "hook.end" or "session.compaction_start" or "session.usage_info" or "assistant.intent" or "pending_messages.modified" => ("", "", false),
            _ => ("other", type, false),
        };
        if (type == "session.model_change")
        {
            state.Model = data.Text("newModel") ?? state.Model;
        }

        if (kind.Length > 0)
        {
            Add(Row(line, kind, text, KeptJson.WithoutPictures(data)) with { IsError = failed }, line, rows);
        }

        if (type == "session.title_changed")
        {
            OfferTitle(line.Root, text, "summary", DateTimeOffset.MinValue, rows);
        }
    }

    private void Add(EventRow step, Envelope line, ChunkRows rows)
    {
        rows.Events.Add(step);
        Named(Facts(line, rows), line);
    }

    private void Named(InstanceFacts facts, Envelope line)
    {
        if (facts.IsSubagent && state.Subagents.TryGetValue(line.Instance[(line.Root.Length + 1)..], out var name))
        {
            facts.AgentCode = $"copilot/{name}";
        }
    }
}
