using System.Globalization;
using System.Text;
using System.Text.Json;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Codex;

/// <summary>
/// Turns the lines of one Codex rollout into rows. A thread that was split from another begins with a copy of that one's lines,
/// with their own times or with that of the copy: they are the other thread's, and its own file tells them.
/// </summary>
/// <remarks>The format: RolloutItem and EventMsg in codex-rs/protocol of openai/codex.</remarks>
internal sealed partial class RolloutParser(RolloutState state, Redaction redaction, string fileThread) : LineParser(redaction)
{
    /// <summary>A copy is written in one go. Between it and the first answer of a model lies a pause longer than this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override string Save() => state.Save();

    protected override void Take(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        var told = root.Time("timestamp");
        var type = root.Text("type");
        if (root.Object("payload") is { } payload)
        {
            Take(type ?? throw Fields.Missing("type"), payload, told, root.Whole("ordinal"), number, rows);
        }
        else if (type is null && root.Text("id") is not null)
        {
            // Before September 2025 the first line was the thread itself, and each other a bare item.
            Take("session_meta", root, told, null, number, rows);
        }
        else if (type is not null && root.Text("record_type") is null)
        {
            Take("response_item", root, told, null, number, rows);
        }
        else if (root.Text("record_type") is null)
        {
            throw Fields.Missing("payload");
        }
    }

    private void Take(string type, JsonElement payload, DateTimeOffset? told, long? ordinal, int number, ChunkRows rows)
    {
        if (type == "session_meta" && TakeMeta(payload, told))
        {
            Meet(Open(told, number), payload, rows);
            return;
        }

        if (IsCopy(type, told, ordinal))
        {
            Remember(type, payload, told);
            return;
        }

        state.LastAt = told ?? state.LastAt;
        var line = Open(told, number);
        switch (type)
        {
            case "session_meta":
                break;
            case "turn_context":
                TakeContext(payload, line, rows);
                break;
            case "response_item":
                TakeItem(payload, line, rows);
                break;
            case "event_msg":
                TakeEvent(payload, line, rows);
                break;
            case "token_usage_record":
                TakeRecord(payload, line, rows);
                break;
            case "compacted":
                Add(Row(line, "compaction", payload.Text("message") is { Length: > 0 } text ? text : "The conversation was compacted.", KeptJson.Without(payload, ["replacement_history"])), line, rows);
                break;
            default:
                Add(Row(line, "other", type, payload.Raw()), line, rows);
                break;
        }
    }

    /// <returns>False for the description of another thread, which begins a copy of its lines.</returns>
    private bool TakeMeta(JsonElement meta, DateTimeOffset? told)
    {
        var thread = meta.Text("id") ?? meta.Text("session_id") ?? throw Fields.Missing("payload.id");
        if (state.Thread is not null && state.Thread != thread)
        {
            (state.Copying, state.Restamped, state.BegunAt) = (state.OwnFrom is null, true, told > state.BegunAt ? told : state.BegunAt);
            return false;
        }

        if (state.Thread is not null)
        {
            return true; // told again when the thread was taken up again
        }

        var subagent = Subagent(meta);
        var parent = Given(subagent, "parent_thread_id") ?? meta.Text("parent_thread_id");
        var isSubagent = subagent is not null || meta.Text("thread_source") == "subagent";
        state.Thread = thread;
        state.Root = isSubagent ? meta.Text("session_id") ?? parent ?? thread : thread;
        state.Role = isSubagent ? Given(subagent, "agent_role") ?? Given(subagent, "agent_type") ?? SubagentKind(meta) : null;
        state.Folder = meta.Text("cwd");
        state.Branch = meta.Object("git")?.Text("branch");
        state.Version = meta.Text("cli_version");
        state.BegunAt = told ?? meta.Time("timestamp");
        state.LastAt = state.BegunAt ?? state.LastAt;
        state.OwnFrom = meta.Whole("subagent_history_start_ordinal");
        state.Restamped = meta.Text("forked_from_id") is { } other && other != thread;
        state.Copying = state.OwnFrom is null && (parent is not null || state.Restamped);
        return true;
    }

    private void Meet(Envelope line, JsonElement meta, ChunkRows rows)
    {
        var facts = Facts(line, rows);
        Named(facts);
        Add(Row(line, "system", $"Codex {state.Version} in {state.Folder}", KeptJson.Without(meta, ["instructions", "base_instructions", "dynamic_tools"])), line, rows);
    }

    /// <summary>Whether the line is another thread's. Where ordinals are told they decide, else the clock.</summary>
    private bool IsCopy(string type, DateTimeOffset? told, long? ordinal)
    {
        if (type == "session_meta")
        {
            return state.Copying; // another thread's
        }

        if (state.OwnFrom is { } own)
        {
            return ordinal < own;
        }

        if (!state.Copying)
        {
            return false;
        }

        var begun = state.BegunAt ?? DateTimeOffset.MinValue;
        if (told is not { } at || at < begun || (state.Restamped && at - begun <= Pause))
        {
            // Told before the thread began, or in the same breath as the line before.
            state.BegunAt = told > begun ? told : begun;
            return true;
        }

        state.Copying = false;
        return false;
    }

    /// <summary>Of what was copied only this is the thread's own too: its model, and where its totals begin.</summary>
    private void Remember(string type, JsonElement payload, DateTimeOffset? told)
    {
        if (type == "turn_context")
        {
            state.Model = payload.Text("model") ?? state.Model;
        }
        else if (type == "event_msg" && payload.Text("type") == "token_count" && payload.Object("info")?.Object("total_token_usage") is { } total)
        {
            state.Total = Counts(total);
        }

        if (told > state.LastAt)
        {
            state.LastAt = told;
        }
    }

    private Envelope Open(DateTimeOffset? told, int number)
    {
        state.Thread ??= fileThread;
        state.Root ??= state.Thread;
        state.Part = number == state.Line ? state.Part + 1 : 0;
        state.Line = number;
        var at = told ?? state.LastAt ?? DateTimeOffset.UnixEpoch;
        var key = JsonText.KeyOf(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{state.Thread}:{number}:{state.Part}")));
        return new Envelope("", state.Thread, state.Root, at, told is not null || state.LastAt is not null, key, null, state.Folder, state.Branch, state.Version, number);
    }

    private void Add(EventRow step, Envelope line, ChunkRows rows)
    {
        rows.Events.Add(step);
        var facts = Facts(line, rows);
        Named(facts);
        if (facts.LastAt == line.At)
        {
            facts.Model = state.Model ?? facts.Model;
        }
    }

    private void Named(InstanceFacts facts)
    {
        if (facts.IsSubagent && state.Role is { } role)
        {
            facts.AgentCode = $"codex/{role}";
        }
    }

    private static JsonElement? Subagent(JsonElement meta)
    {
        if (Fields.Present(meta, "source") is not { ValueKind: JsonValueKind.Object } source || Fields.Present(source, "subagent") is not { } subagent)
        {
            return null;
        }

        return subagent.ValueKind == JsonValueKind.Object && Fields.Present(subagent, "thread_spawn") is { ValueKind: JsonValueKind.Object } spawn ? spawn : subagent;
    }

    /// <summary>A subagent of Codex's own, such as `review` or `compact`, is told by its name alone.</summary>
    private static string? SubagentKind(JsonElement meta) =>
        Subagent(meta) is { ValueKind: JsonValueKind.String } kind ? kind.GetString() : null;

    private static string? Given(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && Fields.Present(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
