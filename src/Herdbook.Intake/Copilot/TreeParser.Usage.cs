using System.Text.Json;
using static Herdbook.Intake.Steps;

namespace Herdbook.Intake.Copilot;

internal sealed partial class TreeParser
{
    /// <summary>An answer tells its output alone; what went in is told when the session ends.</summary>
    private static UsageRow? Answered(JsonElement data, string? model, Envelope line)
    {
        var output = data.Tokens("outputTokens");
        return output == 0 || model is null
            ? null
            : new UsageRow(data.Text("messageId") ?? $"line:{line.Key:N}", data.Text("requestId") ?? "", line.Instance, model, line.At, 0, output, 0, 0, 0);
    }

    /// <summary>
    /// The end of a session, and each end of one that was taken up again, tells what every model used since it was begun:
    /// `inputTokens` with what the cache gave and took. What the answers have told already is left out, so that the sums are the session's own.
    /// </summary>
    private void TakeShutdown(JsonElement data, Envelope line, ChunkRows rows)
    {
        var rests = new List<UsageRow>();
        foreach (var metric in data.Object("modelMetrics")?.EnumerateObject() ?? default)
        {
            if (metric.Value.ValueKind != JsonValueKind.Object || metric.Value.Object("usage") is not { } usage || Model(metric.Name) is not { } model)
            {
                continue;
            }

            var (read, written) = (usage.Tokens("cacheReadTokens"), usage.Tokens("cacheWriteTokens"));
            var input = Math.Max(0, usage.Tokens("inputTokens") - read - written);
            var output = (int)Math.Max(0, usage.Tokens("outputTokens") - state.Told.GetValueOrDefault(model));
            if (input + output + read + written > 0)
            {
                rests.Add(new UsageRow($"end:{line.Key:N}:{model}", "", line.Instance, model, line.At, input, output, read, written, 0));
            }
        }

        rests.ForEach(rows.Add);
        state.Told.Clear();
        Add(Row(line, "system", $"The session ended: {data.Text("shutdownType") ?? "routine"}.", data.Raw()) with { IsError = data.Text("shutdownType") == "error" }, line, rows);
    }

    /// <summary>Copilot writes the versions of Claude with a dot where their maker writes a hyphen.</summary>
    private static string? Model(string? name) =>
        name is not null && name.StartsWith("claude-", StringComparison.Ordinal) ? name.Replace('.', '-') : name;
}
