using System.Text.Json;
using static Herdbook.Intake.KeptJson;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.ClaudeCode;

internal sealed partial class TranscriptParser
{
    private void TakeUser(JsonElement root, Envelope line, ChunkRows rows)
    {
        var message = root.RequiredObject("message");
        var content = Fields.Present(message, "content") ?? throw Fields.Missing("message.content");
        var spoken = root.Flag("isCompactSummary") ? "compaction" : root.Flag("isMeta") ? "system" : "user_message";
        var steps = new List<EventRow>();
        if (content.ValueKind == JsonValueKind.String)
        {
            steps.Add(Row(line, spoken, content.GetString(), payload: Spoken(content)));
        }
        else
        {
            foreach (var (block, index) in Blocks(content))
            {
                steps.Add(block.RequiredText("type") switch
                {
                    "tool_result" => Result(root, block, line, index),
                    "text" => Row(Part(line, index), spoken, block.Text("text"), payload: block.Raw()),
                    "image" or "document" => Row(Part(line, index), spoken, $"[{block.Text("type")}]", payload: WithoutData(block)),
                    var other => Row(Part(line, index), "other", other, payload: WithoutData(block)),
                });
            }
        }

        // From here on nothing can be rejected any more: the line is taken whole.
        Mode(line, root.Text("permissionMode"), rows);
        foreach (var step in steps)
        {
            Add(step, line, rows);
            if (step.Type == "tool_result")
            {
                Answered(root, step, line, rows);
            }
            else if (step.Type == "user_message" && line.Instance == line.Root)
            {
                OfferTitle(line.Root, Prompt(step.Message), "prompt", line.At, rows);
            }
        }
    }

    private void TakeAssistant(JsonElement root, Envelope line, ChunkRows rows)
    {
        var message = root.RequiredObject("message");
        var model = message.Text("model");
        var content = Fields.Present(message, "content") ?? throw Fields.Missing("message.content");
        var failed = root.Flag("isApiErrorMessage");
        var request = root.Text("requestId");
        var messageId = message.Text("id");
        var usage = Usage(message, line, model, messageId, request);
        var steps = new List<EventRow>();
        EventRow Said(string type, string? text, string? payload, int index) => Row(Part(line, index), type, text, payload) with
        {
            Model = model,
            MessageId = usage?.MessageId ?? messageId,
            RequestId = usage?.RequestId ?? request,
            IsError = failed,
        };

        if (content.ValueKind == JsonValueKind.String)
        {
            steps.Add(Said("assistant_message", content.GetString(), Spoken(content), 0));
        }
        else
        {
            foreach (var (block, index) in Blocks(content))
            {
                steps.Add(block.RequiredText("type") switch
                {
                    "text" => Said("assistant_message", block.Text("text"), block.Raw(), index),
                    "thinking" => Said("thinking", block.Text("thinking"), Without(block, Signature), index),
                    "redacted_thinking" => Said("thinking", "[redacted by the provider]", null, index),
                    "tool_use" or "server_tool_use" => Said("tool_call", Call(block), block.Raw(), index) with
                    {
                        ToolUseId = block.Text("id"),
                        ToolName = block.Text("name"),
                    },
                    var other => Said("other", other, WithoutData(block), index),
                });
            }
        }

        foreach (var step in steps)
        {
            Add(step, line, rows);
        }

        foreach (var (block, _) in content.ValueKind == JsonValueKind.Array ? Blocks(content) : [])
        {
            if (block.Text("type") is "tool_use" or "server_tool_use")
            {
                Await(block, line);
            }
        }

        if (usage is not null)
        {
            rows.Add(usage);
        }

        if (model is not null and not "<synthetic>" && rows.Instances.TryGetValue(line.Instance, out var facts) && facts.LastAt == line.At)
        {
            facts.Model = usage?.Model ?? model;
        }
    }

    /// <summary>
    /// What the call used. Usage is told on every line of a message and grows: lines with equal message and request id are one call.
    /// A message without an id cannot be told again, so the line's own key names it.
    /// </summary>
    private static UsageRow? Usage(JsonElement message, Envelope line, string? model, string? messageId, string? request)
    {
        if (message.Object("usage") is not { } usage || model is null)
        {
            return null;
        }

        var kept5Minutes = 0;
        var kept1Hour = 0;
        if (usage.Object("cache_creation") is { } kept)
        {
            kept5Minutes = kept.Tokens("ephemeral_5m_input_tokens");
            kept1Hour = kept.Tokens("ephemeral_1h_input_tokens");
        }

        // Fast mode has prices of its own; the price lists know it as a model of its own.
        var priced = usage.Text("speed") == "fast" ? $"{model}-fast" : model;
        return new UsageRow(
            messageId ?? $"line:{line.Key:N}", request ?? "", line.Instance, priced, line.At,
            usage.Tokens("input_tokens"), usage.Tokens("output_tokens"), usage.Tokens("cache_read_input_tokens"),
            Math.Max(usage.Tokens("cache_creation_input_tokens"), kept5Minutes + kept1Hour), kept1Hour);
    }

    private EventRow Result(JsonElement root, JsonElement block, Envelope line, int index)
    {
        var use = block.RequiredText("tool_use_id");
        state.Calls.TryGetValue(use, out var call);
        var result = Fields.Present(root, "toolUseResult") is { ValueKind: JsonValueKind.Object } told ? told : default(JsonElement?);
        var duration = result?.Whole("totalDurationMs") ?? result?.Whole("durationMs")
            ?? (call is null ? null : (long)Math.Max(0, (line.At - call.At).TotalMilliseconds));
        return Row(Part(line, index), "tool_result", ResultText(block), WithoutData(block)) with
        {
            ToolUseId = use,
            ToolName = call?.Tool,
            IsError = block.Flag("is_error"),
            DurationMs = duration,
        };
    }

    /// <summary>Remembers a call until its result comes.</summary>
    private void Await(JsonElement block, Envelope line)
    {
        if (block.Text("id") is not { } id || state.Calls.Count >= MaxPendingCalls)
        {
            return;
        }

        var input = Fields.Present(block, "input") is { ValueKind: JsonValueKind.Object } given ? given : default(JsonElement?);
        string? Given(string name) => input is { } i && Fields.Present(i, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var starts = block.Text("name") is "Task" or "Agent";
        state.Calls[id] = new PendingCall(
            line.Instance, block.Text("name") ?? "", line.At,
            starts ? Given("subagent_type") ?? "general-purpose" : null,
            starts ? JsonText.Excerpt(Given("description")) : null,
            JsonText.Excerpt(Given("command")));
    }

    /// <summary>A result closes its call, may name the subagent that ran, and may tell of a pull request just opened.</summary>
    private void Answered(JsonElement root, EventRow result, Envelope line, ChunkRows rows)
    {
        if (!state.Calls.Remove(result.ToolUseId!, out var call))
        {
            return;
        }

        if (call.Subagent is not null && Fields.Present(root, "toolUseResult") is { ValueKind: JsonValueKind.Object } told
            && Fields.Present(told, "agentId") is { ValueKind: JsonValueKind.String } agent)
        {
            var facts = Facts($"{line.Root}/{agent.GetString()}", line.Root, rows);
            facts.ParentToolUseId ??= result.ToolUseId;
            facts.Saw(call.At);
            facts.Saw(line.At);
            Named(facts, call);
        }

        if (call.Command?.Contains("gh pr create", StringComparison.Ordinal) == true
            && TicketCodes.PullRequestIn(result.Payload) is { } opened)
        {
            Link(line, opened.Code, opened.Url, created: true, rows);
        }
    }

    private static void Named(InstanceFacts facts, PendingCall call)
    {
        facts.AgentCode = $"claude-code/{call.Subagent}";
        facts.Description ??= call.Description;
    }
}
