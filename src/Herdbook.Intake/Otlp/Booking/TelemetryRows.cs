using Npgsql;

namespace Herdbook.Intake.Otlp.Booking;

/// <summary>Makes usage and runs of the rows that are read to settle.</summary>
internal static class TelemetryRows
{
    private const string UnknownModel = "unknown";

    /// <summary>A row of <see cref="TelemetrySql.Steps"/>.</summary>
    public static TraceStep Step(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), Text(row, 2), row.GetString(3), row.GetString(4), Time(row, 5), Number(row, 6), row.GetString(7), Text(row, 8),
        Text(row, 9), Text(row, 10), Text(row, 11), Text(row, 12), Text(row, 13), Text(row, 14), Number(row, 15), Number(row, 16), Number(row, 17), Number(row, 18),
        Number(row, 19), row.IsDBNull(20) ? null : row.GetDecimal(20), Text(row, 21), row.GetDateTime(22));

    /// <param name="key">What it is booked by instead of its own key.</param>
    public static UsageRow Usage(TraceStep call, string run, string? key) => new(
        key ?? call.MessageId ?? (call.RequestId is null ? call.OwnKey : ""), key is null ? call.RequestId ?? "" : "", run, call.Model ?? UnknownModel,
        new DateTimeOffset(call.Began, TimeSpan.Zero), OtlpText.Tokens(call.Input), OtlpText.Tokens(call.Output), OtlpText.Tokens(call.CacheRead),
        OtlpText.Tokens(call.CacheCreate), OtlpText.Tokens(call.CacheCreate1h))
    {
        Source = UsageSource.Telemetry,
        CostUsd = call.ToldCost,
        ToldBy = call.Service ?? "otlp",
    };

    /// <summary>A row of <see cref="TelemetrySql.DueLogs"/>, with the transaction that booked it.</summary>
    public static (UsageRow Usage, ToldRun Run, string Xid) Log(NpgsqlDataReader row)
    {
        var key = row.GetGuid(0);
        var at = Time(row, 2) ?? row.GetDateTime(13);
        var (name, session, model, service) = (Text(row, 1), Text(row, 3), Text(row, 4), Text(row, 12));
        var agent = name?.Split('.')[0] switch
        {
            "claude_code" => "claude-code",
            "codex" => "codex",
            _ => service ?? "telemetry",
        };
        var code = session ?? $"{TraceRuns.Sessionless}{agent}";
        var (message, request) = (Text(row, 5), Text(row, 6));
        var (input, output, read) = (OtlpText.Tokens(Number(row, 7)), OtlpText.Tokens(Number(row, 8)), OtlpText.Tokens(Number(row, 9)));
        // Codex names no call, neither here nor in its rollout: the two are matched by session, tokens and time.
        var like = message is null && request is null && agent == "codex" && session is not null ? UsageRow.LikenessOf(session, input, read, output) : null;
        var usage = new UsageRow(
            message ?? (request is null ? $"{UsageRow.LogPrefix}{key:n}" : ""), request ?? like ?? "", code, model ?? UnknownModel, new DateTimeOffset(at, TimeSpan.Zero),
            input, output, read, OtlpText.Tokens(Number(row, 10)), 0)
        {
            Source = UsageSource.Telemetry,
            CostUsd = row.IsDBNull(11) ? null : row.GetDecimal(11),
            ToldBy = agent,
        };
        return (usage, new ToldRun(code, agent, model, at, at, agent, "", Failed: false), row.GetString(14));
    }

    /// <summary>What several tell of one run.</summary>
    public static ToldRun Joined(IEnumerable<ToldRun> told)
    {
        var all = told.OrderBy(run => run.Began).ThenBy(run => run.Agent, StringComparer.Ordinal).ThenBy(run => run.Title, StringComparer.Ordinal).ToArray();
        var last = all.MaxBy(run => run.Ended)!;
        return all[0] with
        {
            Ended = last.Ended,
            Failed = last.Failed,
            Model = all.Where(run => run.Model is not null).MaxBy(run => run.Ended)?.Model,
            TraceId = all.Select(run => run.TraceId).Where(trace => trace.Length > 0).Min(StringComparer.Ordinal) ?? "",
        };
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static DateTime? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDateTime(column);
}
