using System.Globalization;
using System.Text.Json;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Codex;

internal sealed partial class RolloutParser
{
    /// <summary>
    /// A snapshot: `total_token_usage` is the sum since the thread began, `last_token_usage` what the last response used. The same total
    /// again is no response. Without `last_token_usage` the step is the difference of the totals.
    /// </summary>
    private void TakeSnapshot(JsonElement payload, Envelope line, ChunkRows rows)
    {
        if (payload.Object("info") is not { } info || info.Object("total_token_usage") is not { } told)
        {
            return; // limits of the account alone
        }

        var total = Counts(told);
        var last = info.Object("last_token_usage") is { } step ? Counts(step) : null;
        if (state.Total is { } known && known.AsSpan().SequenceEqual(total))
        {
            return;
        }

        var used = Bounded(last ?? Difference(total, state.Total));
        state.Total = total;
        if (state.Recorded || used is [0, 0, 0, 0])
        {
            return;
        }

        state.Unrecorded = used;
        var at = string.Join('.', total.Select(t => t.ToString(CultureInfo.InvariantCulture)));
        Book($"{state.Thread}:{at}", used, line, rows);
    }

    /// <summary>What one response used, told by itself. From then on it is the truth of this file.</summary>
    private void TakeRecord(JsonElement payload, Envelope line, ChunkRows rows)
    {
        var used = Bounded(Counts(payload.RequiredObject("usage")));
        state.Recorded = true;
        if (state.Unrecorded is { } booked && booked.AsSpan().SequenceEqual(used))
        {
            state.Unrecorded = null; // the snapshot of the same response came first
            return;
        }

        state.Unrecorded = null;
        if (payload.Text("thread_id") is not { } thread || thread == state.Thread)
        {
            Book(payload.Text("response_id") ?? $"line:{line.Key:N}", used, line, rows);
        }
    }

    private void Book(string message, long[] used, Envelope line, ChunkRows rows)
    {
        var model = state.Model ?? "codex"; // a rollout without a turn names no model
        var cached = Math.Min(used[1], used[0]);
        var (input, read, output) = ((int)(used[0] - cached), (int)cached, (int)used[2]);
        rows.Add(new UsageRow(message, UsageRow.LikenessOf(line.Instance, input, read, output), line.Instance, model, line.At, input, output, read, (int)used[3], 0));
        var facts = Facts(line, rows);
        Named(facts);
        if (facts.LastAt == line.At)
        {
            facts.Model = model;
        }
    }

    /// <summary>Input with what the cache gave, the cache's part of it, output with reasoning, and what was written to the cache.</summary>
    private static long[] Counts(JsonElement usage) =>
    [
        Large(usage, "input_tokens"), Large(usage, "cached_input_tokens"), Large(usage, "output_tokens"), 0,
    ];

    /// <summary>A total of a long thread is beyond what one call may use.</summary>
    private static long Large(JsonElement usage, string name) => Fields.Present(usage, name) switch
    {
        null => 0,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var count) && count >= 0 => count,
        { } odd => throw Fields.WrongType(name, "a count of tokens", odd),
    };

    private static long[] Bounded(long[] used) =>
        used.All(count => count <= Fields.MaxTokens) ? used : throw new LineRejectedException("wrong_type", $"One response cannot use more than {Fields.MaxTokens:N0} tokens.");

    private static long[] Difference(long[] total, long[]? before)
    {
        if (before is null || total.Zip(before).Any(pair => pair.First < pair.Second))
        {
            return total; // the count began anew
        }

        return [.. total.Zip(before, (now, then) => now - then)];
    }
}
