using System.Text.Json;
using static Herdbook.Intake.KeptJson;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.ClaudeCode;

internal sealed partial class TranscriptParser
{
    /// <summary>Null for a line that must wait until a line tells its session and time.</summary>
    private Envelope? Open(JsonElement root, ReadOnlySpan<byte> json, int number)
    {
        var type = root.RequiredText("type");
        var timestamp = root.Time("timestamp");
        if (timestamp is null && type is "user" or "assistant")
        {
            throw Fields.Missing("timestamp");
        }

        if ((root.Text("sessionId") ?? state.Session) is not { } session || (timestamp ?? state.LastAt) is not { } at)
        {
            return null;
        }

        var instance = root.Flag("isSidechain") ? $"{session}/{root.Text("agentId") ?? "sidechain"}" : session;
        (state.Session, state.LastAt) = (session, at);
        return new Envelope(
            type, instance, session, at, timestamp is not null, KeyOf(root.Text("uuid")) ?? JsonText.KeyOf(json), KeyOf(root.Text("parentUuid")),
            root.Text("cwd"), root.Text("gitBranch"), root.Text("version"), number);
    }

    private void Take(JsonElement root, Envelope line, ChunkRows rows)
    {
        switch (line.Type)
        {
            case "user":
                TakeUser(root, line, rows);
                break;
            case "assistant":
                TakeAssistant(root, line, rows);
                break;
            case "progress":
                TakeProgress(root, line, rows);
                break;
            case "system":
                TakeSystem(root, line, rows);
                break;
            case "summary":
                TakeSummary(root, line, rows);
                break;
            case "custom-title" or "ai-title":
                var title = root.Text("customTitle") ?? root.Text("aiTitle") ?? root.Text("title");
                Step(line, "summary", title, rows, payload: root.Raw());
                OfferTitle(line.Root, title, "summary", DateTimeOffset.MinValue, rows);
                break;
            case "pr-link":
                TakePullRequest(root, line, rows);
                break;
            case "permission-mode":
                Mode(line, root.Text("permissionMode"), rows);
                break;
            case "queue-operation":
                Step(line, "queue", $"{root.Text("operation")}: {QueueText(root)}", rows, payload: root.Raw());
                break;
            case "file-history-snapshot":
                Step(line, "file_snapshot", Snapshot(root), rows, payload: Fields.Present(root, "snapshot")?.Raw());
                break;
            default:
                Step(line, "other", line.Type, rows, payload: root.Raw());
                break;
        }
    }

    private void TakeSummary(JsonElement root, Envelope line, ChunkRows rows)
    {
        var text = root.Text("summary");
        Step(line, "summary", text, rows, payload: root.Raw());
        if (text is null || KeyOf(root.Text("leafUuid")) is not { } leaf)
        {
            return;
        }

        // A summary may stand in the file of another conversation: it names this one only if its leaf stands here.
        if (rows.Events.Exists(e => e.Key == leaf || e.ParentKey == leaf))
        {
            OfferTitle(line.Root, text, "summary", DateTimeOffset.MinValue, rows);
        }
        else
        {
            rows.Summaries.Add(new(line.Root, leaf, text));
            if (state.Summaries.Count < MaxHeldLines)
            {
                state.Summaries[leaf] = text;
            }
        }
    }

    private void TakeSystem(JsonElement root, Envelope line, ChunkRows rows)
    {
        var subtype = root.Text("subtype") ?? "";
        var content = Fields.Present(root, "content") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var (type, message) = subtype switch
        {
            "compact_boundary" or "microcompact_boundary" => ("compaction", content ?? "The conversation was compacted."),
            "stop_hook_summary" => ("hook", $"Stop: {string.Join(", ", HookCommands(root))}"),
            "away_summary" => ("summary", content),
            "turn_duration" => ("system", "The turn ended."),
            _ => ("system", content ?? subtype),
        };
        var failed = subtype == "api_error" || root.Text("level") == "error"
            || (Fields.Present(root, "hookErrors") is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0);
        Step(line, type, message, rows, payload: Without(root, Repeated), isError: failed, duration: root.Whole("durationMs"));
    }

    private void TakeProgress(JsonElement root, Envelope line, ChunkRows rows)
    {
        var data = root.RequiredObject("data");
        switch (data.Text("type"))
        {
            case "agent_progress":
                TakeSubagent(root, data, line, rows);
                break;
            case "hook_progress":
                Step(line, "hook", $"{data.Text("hookName") ?? data.Text("hookEvent")}: {data.Text("command")}", rows,
                    payload: data.Raw(), toolUse: root.Text("parentToolUseID"));
                break;
            case var kind:
                // What a running tool has printed so far stands whole in its result.
                Step(line, "tool_progress", kind, rows, toolUse: root.Text("parentToolUseID"),
                    duration: data.Whole("elapsedTimeSeconds") * 1000);
                break;
        }
    }

    /// <summary>A subagent's own line, carried by a line of the conversation that started it.</summary>
    private void TakeSubagent(JsonElement root, JsonElement data, Envelope line, ChunkRows rows)
    {
        var inner = data.RequiredObject("message");
        var type = inner.RequiredText("type");
        var agent = data.RequiredText("agentId");
        var started = root.Text("parentToolUseID");
        var own = line with
        {
            Type = type,
            Instance = $"{line.Root}/{agent}",
            At = inner.Time("timestamp") ?? line.At,
            Key = KeyOf(inner.Text("uuid")) ?? line.Key,
            Parent = null,
        };
        switch (type)
        {
            case "user":
                TakeUser(inner, own, rows);
                break;
            case "assistant":
                TakeAssistant(inner, own, rows);
                break;
            default:
                Step(own, "other", type, rows, payload: inner.Raw());
                break;
        }

        var facts = Facts(own, rows);
        facts.ParentToolUseId ??= started;
        if (started is not null && state.Calls.TryGetValue(started, out var call))
        {
            Named(facts, call);
        }
    }

    private void TakePullRequest(JsonElement root, Envelope line, ChunkRows rows)
    {
        var url = root.Text("prUrl");
        var number = root.Whole("prNumber");
        Step(line, "pr_link", url ?? $"#{number}", rows, payload: root.Raw());
        var code = root.Text("prRepository") is { } repository && number is not null
            ? $"{repository}#{number}"
            : TicketCodes.PullRequestIn(url)?.Code;
        if (code is not null)
        {
            Link(line, code, url, created: false, rows);
        }
    }

    private void Mode(Envelope line, string? mode, ChunkRows rows)
    {
        if (mode is null || (state.Modes.TryGetValue(line.Instance, out var known) && known == mode))
        {
            return;
        }

        var text = known is null ? mode : $"{known} → {mode}";
        state.Modes[line.Instance] = mode;
        Step(line with { Key = JsonText.KeyOf(line.Key, -1) }, "permission_change", text, rows,
            payload: JsonSerializer.Serialize(new Dictionary<string, string?> { ["from"] = known, ["to"] = mode }));
    }

    private static string QueueText(JsonElement root) =>
        Fields.Present(root, "content") is { } content ? (content.ValueKind == JsonValueKind.String ? content.GetString()! : content.Raw()) : "";

    private static string Snapshot(JsonElement root) =>
        root.Object("snapshot") is { } snapshot && snapshot.Object("trackedFileBackups") is { } files
            ? $"{files.EnumerateObject().Count()} files tracked"
            : "files tracked";

    private static IEnumerable<string> HookCommands(JsonElement root) =>
        Fields.Present(root, "hookInfos") is { ValueKind: JsonValueKind.Array } hooks
            ? hooks.EnumerateArray().Where(h => h.ValueKind == JsonValueKind.Object).Select(h => h.Text("command") ?? "").Where(c => c.Length > 0)
            : [];
}
