using System.Globalization;
using System.Text;
using System.Text.Json;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Events;

/// <summary>
/// Turns lines of Herdbook's own format into rows (docs/sources.md): each line is an object that names its run, and tells a step of it,
/// a call of a model, or both. The line's `id` is its key for ever; without one, its words are.
/// </summary>
/// <param name="now">The time of lines that tell none; null where that is a fault.</param>
/// <param name="agent">Who ran, where a line does not say.</param>
/// <param name="own">Whether a line may name no other agent than that.</param>
/// <param name="key">What the sender calls these lines together: it names lines without an id, with their number.</param>
internal sealed class EventParser(EventsState state, Redaction redaction, DateTimeOffset? now = null, string? agent = null, bool own = false, string? key = null) : LineParser(redaction)
{
    private const int LongestCode = 200;

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "user_message", "assistant_message", "thinking", "tool_call", "tool_result", "hook", "compaction", "summary", "permission_change", "pr_link",
        "system", "tool_progress", "queue", "file_snapshot", "other",
    };

    /// <inheritdoc/>
    public override string Save() => state.Save();

    protected override void Take(JsonElement root, ReadOnlyMemory<byte> json, int number, long offset, ChunkRows rows)
    {
        var run = Code(root, "run") ?? throw Fields.Missing("run");
        var at = root.Time("at") ?? now ?? state.LastAt ?? throw Fields.Missing("at");
        var parent = Code(root, "parent") ?? state.Parents.GetValueOrDefault(run);
        var conversation = parent is null ? run : RootOf(parent);
        var line = new Envelope("", run, conversation, at, true, KeyOf(root, json, number), null, Code(root, "project"), root.Text("branch"), root.Text("version"), number);
        var type = root.Text("type") ?? (root.Text("message") is null ? "run" : "assistant_message");
        if (type is not ("run" or "call") && !Types.Contains(type))
        {
            throw new LineRejectedException("wrong_type", $"The type '{Shortened(type)}' is none of run, call, {string.Join(", ", Types)}.");
        }

        var usage = Usage(root, line);
        if (type == "call" && usage is null)
        {
            throw Fields.Missing("model");
        }

        var step = type is "run" or "call" ? null : Step(root, type, line, usage);
        var named = Code(root, "agent");
        if (own && named is not null && named != agent)
        {
            throw new LineRejectedException("wrong_type", $"This token belongs to the agent {agent}, and the line names {named}: an agent tells of itself.");
        }

        var ticket = Code(root, "ticket");
        var pull = PullRequest(root);
        var title = root.Text("title");

        // From here on nothing can be rejected any more: the line is taken whole.
        state.LastAt = at;
        if (parent is not null)
        {
            state.Belongs(run, parent);
        }

        var facts = Facts(line, rows);
        facts.AgentCode = named ?? facts.AgentCode ?? agent;
        facts.ParentToolUseId ??= root.Text("parent_tool_use_id");
        OfferOwn(facts, title, at);
        if (usage is not null)
        {
            rows.Add(usage);
            facts.Model = facts.LastAt == at ? usage.Model : facts.Model;
        }

        if (step is not null)
        {
            rows.Events.Add(step);
        }

        if (ticket is not null)
        {
            facts.Ticket = ticket;
            rows.Tickets.Add(new TicketLink(run, ticket, at, "told by the run"));
        }

        if (pull is { } told)
        {
            Link(line, told.Code, told.Url, created: root.Flag("pr_created"), rows);
        }
    }

    /// <summary>A run's parent may have a parent itself: the conversation is the first of them.</summary>
    private string RootOf(string run)
    {
        for (var steps = 0; steps < 16 && state.Parents.TryGetValue(run, out var parent) && parent != run; steps++)
        {
            run = parent;
        }

        return run;
    }

    private static void OfferOwn(InstanceFacts facts, string? title, DateTimeOffset at)
    {
        if (!string.IsNullOrWhiteSpace(title))
        {
            facts.Offer(new Title(JsonText.Excerpt(title), "summary", at));
        }
    }

    private static EventRow Step(JsonElement root, string type, Envelope line, UsageRow? usage) => Row(line, type, root.Text("message"), Fields.Present(root, "payload")?.Raw()) with
    {
        ToolUseId = root.Text("tool_use_id"),
        ToolName = root.Text("tool"),
        IsError = root.Flag("is_error"),
        DurationMs = root.Whole("duration_ms"),
        Model = root.Text("model"),
        MessageId = usage?.MessageId ?? root.Text("message_id"),
        RequestId = usage?.RequestId ?? root.Text("request_id"),
    };

    /// <summary>Input here is what came from no cache: the four counts add up to the whole.</summary>
    private static UsageRow? Usage(JsonElement root, Envelope line)
    {
        var (input, output) = (root.Tokens("input_tokens"), root.Tokens("output_tokens"));
        var (read, created, hour) = (root.Tokens("cache_read_tokens"), root.Tokens("cache_create_tokens"), root.Tokens("cache_create_1h_tokens"));
        var cost = Cost(root);
        if (input + (long)output + read + created + hour == 0 && cost is null && root.Text("type") != "call")
        {
            return null;
        }

        var model = Code(root, "model") ?? throw Fields.Missing("model");
        var usage = new UsageRow(
            root.Text("message_id") ?? root.Text("id") ?? $"line:{line.Key:N}", root.Text("request_id") ?? "", line.Instance, model, line.At,
            input, output, read, Math.Max(created, hour), hour);
        return Told(usage, root.Text("source"), cost);
    }

    private static UsageRow Told(UsageRow usage, string? source, decimal? cost) => usage with
    {
        Source = source switch
        {
            null => cost is null ? UsageSource.Transcript : UsageSource.Provider,
            "provider" => UsageSource.Provider,
            "transcript" => UsageSource.Transcript,
            "telemetry" => UsageSource.Telemetry,
            _ => throw new LineRejectedException("wrong_type", $"The source '{Shortened(source)}' is none of provider, transcript, telemetry."),
        },
        CostUsd = cost,
    };

    private static decimal? Cost(JsonElement root) => Fields.Present(root, "cost_usd") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDecimal(out var usd) && usd is >= 0 and < 1_000_000 => Math.Round(usd, 6),
        { } odd => throw Fields.WrongType("cost_usd", "an amount of dollars", odd),
    };

    private static (string Code, string? Url)? PullRequest(JsonElement root)
    {
        if (Code(root, "pr") is not { } told)
        {
            return null;
        }

        if (TicketCodes.PullRequestIn(told) is { } url)
        {
            return (url.Code, url.Url);
        }

        return told.LastIndexOf('#') > 0 ? (told, null) : throw Fields.WrongType("pr", "owner/repository#number or an address", Fields.Present(root, "pr")!.Value);
    }

    private Guid KeyOf(JsonElement root, ReadOnlyMemory<byte> json, int number)
    {
        if (Code(root, "id") is { } id)
        {
            return JsonText.KeyOf(Encoding.UTF8.GetBytes(id));
        }

        return JsonText.KeyOf(key is null ? json.Span : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}:{number}")));
    }

    private static string? Code(JsonElement root, string name) => root.Text(name) switch
    {
        null => null,
        { Length: > 0 and <= LongestCode } code when !code.Contains('\0', StringComparison.Ordinal) => code,
        _ => throw Fields.WrongType(name, $"a text of 1 to {LongestCode} characters", Fields.Present(root, name)!.Value),
    };

    private static string Shortened(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
