using System.Globalization;
using Herdbook.Catalog.Extracts;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Booking;
using Herdbook.Intake.Otlp.Booking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Otlp;

/// <summary>
/// Settles what telemetry is kept into runs, sessions and usage. It reads on from where the last settling ended, and what a trace comes to depends on
/// the trace alone: late, repeated and shuffled spans give the same, and settling twice adds nothing.
/// </summary>
public sealed class TelemetrySettler(Book book)
{
    // Of so many spans a pass holds some ten megabytes, and does not keep the processors long from those who send.
    private const int Pass = 5_000;

    /// <summary>Settles all that is decided.</summary>
    /// <returns>False where more came that other transactions still hold back: come again soon.</returns>
    public async Task<bool> SettleAsync(Tenant tenant, CancellationToken ct)
    {
        while (true)
        {
            var spans = await PassAsync(tenant, "spans", SettleSpansAsync, ct);
            var logs = await PassAsync(tenant, "logs", SettleLogsAsync, ct);
            if (spans is Outcome.Settled && logs is Outcome.Settled)
            {
                return true;
            }

            if (spans is not Outcome.More && logs is not Outcome.More)
            {
                return false;
            }
        }
    }

    private enum Outcome
    {
        Settled,
        More,
        HeldBack,
    }

    private Task<Outcome> PassAsync(
        Tenant tenant, string signal, Func<NpgsqlConnection, string, string, AuditEvent, CancellationToken, Task<string?>> settle, CancellationToken ct)
    {
        var what = new AuditEvent("intake.settled").With("signal", signal);
        return book.WriteAsync(
            tenant,
            Actor.Intake,
            what,
            async (connection, token) =>
            {
                await ExecuteAsync(connection, TelemetryRegisterSql.Lock, token);
                var (from, below, open) = await WindowAsync(connection, signal, token);
                if (from >= below)
                {
                    what.Nothing();
                    return open ? Outcome.HeldBack : Outcome.Settled;
                }

                var end = await settle(connection, Text(from), Text(below), what, token);
                await ExecuteAsync(connection, TelemetrySql.Advance, token, Unnested.Of(signal), Unnested.Of(end ?? Text(below)));
                what.Nothing();
                return end is not null ? Outcome.More : open ? Outcome.HeldBack : Outcome.Settled;
            },
            ct);
    }

    private static async Task<(ulong From, ulong Below, bool Open)> WindowAsync(NpgsqlConnection connection, string signal, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Unnested.Command(TelemetrySql.Mark, Unnested.Of(signal)), new NpgsqlBatchCommand(ExtractSql.Watermark) } };
        ulong from, below;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            from = ulong.Parse(reader.GetString(0), CultureInfo.InvariantCulture);
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            below = (ulong)reader.GetInt64(1);
        }

        await using var open = new NpgsqlCommand(TelemetrySql.Open, connection) { Parameters = { Unnested.Of(Text(below)), Unnested.Of(signal) } };
        return (from, below, await open.ExecuteScalarAsync(ct) is true);
    }

    private static string Text(ulong xid) => xid.ToString(CultureInfo.InvariantCulture);

    /// <returns>Up to where it settled, where more is due; null where it came to the end.</returns>
    private static async Task<string?> SettleSpansAsync(NpgsqlConnection connection, string from, string below, AuditEvent what, CancellationToken ct)
    {
        var (traces, end) = await DueTracesAsync(connection, from, below, ct);
        if (traces.Count == 0)
        {
            return end;
        }

        var steps = new Dictionary<string, List<TraceStep>>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(TelemetrySql.Steps, connection) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. traces] } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var step = TelemetryRows.Step(reader);
                (steps.TryGetValue(step.TraceId, out var list) ? list : steps[step.TraceId] = []).Add(step);
            }
        }

        var runs = steps.Values.Select(TraceRuns.Of).OfType<TraceRuns>().ToArray();
        var keys = await BookedAsync(connection, [.. runs.SelectMany(run => run.Wrappers).Where(w => w.Wrapper.MessageId is null && w.Wrapper.RequestId is null).Select(w => w.Wrapper.OwnKey)], ct);
        var chunk = new ChunkRows();
        foreach (var run in runs)
        {
            var heirs = run.Wrappers.Where(w => keys.Contains(w.Wrapper.OwnKey)).OrderBy(w => w.Wrapper.SpanId, StringComparer.Ordinal).DistinctBy(w => w.Inner.SpanId).ToDictionary(w => w.Inner.SpanId, w => w.Wrapper.OwnKey, StringComparer.Ordinal);
            foreach (var call in run.Calls)
            {
                chunk.Add(TelemetryRows.Usage(call, run.Run.Code, heirs.GetValueOrDefault(call.SpanId)));
            }
        }

        await BookAsync(connection, [.. runs.Select(run => run.Run)], [.. runs.Select(run => run.Forsaken).OfType<string>()], chunk, ct);
        what.With("traces", (long)runs.Length).With("calls", (long)chunk.Usage.Count);
        return end;
    }

    private static async Task<string?> SettleLogsAsync(NpgsqlConnection connection, string from, string below, AuditEvent what, CancellationToken ct)
    {
        var chunk = new ChunkRows();
        var runs = new List<ToldRun>();
        string? last = null;
        var count = 0;
        await using (var command = new NpgsqlCommand(TelemetrySql.DueLogs, connection) { Parameters = { Unnested.Of(from), Unnested.Of(below), new NpgsqlParameter<int> { TypedValue = Pass } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (usage, run, xid) = TelemetryRows.Log(reader);
                chunk.Add(usage);
                runs.Add(run);
                (last, count) = (xid, count + 1);
            }
        }

        if (count == 0)
        {
            return null;
        }

        await BookAsync(connection, runs, [], chunk, ct);
        what.With("calls", (long)chunk.Usage.Count);
        return count < Pass || last == from ? null : last;
    }

    private static async Task<(HashSet<string> Traces, string? End)> DueTracesAsync(NpgsqlConnection connection, string from, string below, CancellationToken ct)
    {
        for (var limit = Pass; ; limit *= 4)
        {
            var traces = new HashSet<string>(StringComparer.Ordinal);
            var (count, last) = (0, from);
            await using (var command = new NpgsqlCommand(TelemetrySql.DueTraces, connection) { Parameters = { Unnested.Of(from), Unnested.Of(below), new NpgsqlParameter<int> { TypedValue = limit } } })
            await using (var reader = await command.ExecuteReaderAsync(ct))
            {
                while (await reader.ReadAsync(ct))
                {
                    traces.Add(reader.GetString(0));
                    (count, last) = (count + 1, reader.GetString(1));
                }
            }

            // The last transaction may be there in part only, so the next pass begins with it; one that fills a pass alone is read whole.
            if (count < limit || last != from)
            {
                return (traces, count < limit ? null : last);
            }
        }
    }

    private static async Task<HashSet<string>> BookedAsync(NpgsqlConnection connection, string[] keys, CancellationToken ct)
    {
        var booked = new HashSet<string>(StringComparer.Ordinal);
        if (keys.Length == 0)
        {
            return booked;
        }

        await using var command = new NpgsqlCommand(TelemetrySql.Booked, connection) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = keys } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            booked.Add(reader.GetString(0));
        }

        return booked;
    }

    /// <summary>Definitions, runs and sessions first; the use of calls last, under the tenant's settle lock, as the intake of transcripts does it.</summary>
    private static async Task BookAsync(NpgsqlConnection connection, IReadOnlyCollection<ToldRun> told, string[] forsaken, ChunkRows chunk, CancellationToken ct)
    {
        var runs = told.GroupBy(run => run.Code, StringComparer.Ordinal).Select(TelemetryRows.Joined).OrderBy(run => run.Code, StringComparer.Ordinal).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, RegisterSql.Agents, Texts(runs.Select(run => run.Agent)));
        Add(batch, RegisterSql.Models, Texts(chunk.Usage.Values.Select(usage => usage.Model).Concat(runs.Select(run => run.Model).OfType<string>())));
        Add(batch, TelemetryRegisterSql.Instances, Unnested.Texts(runs, r => r.Code), Unnested.Texts(runs, r => r.Agent), Unnested.Texts(runs, r => r.Model),
            Unnested.Times(runs, r => r.Began), Unnested.Times(runs, r => r.Ended), Unnested.Texts(runs, r => r.Title));
        Add(batch, TelemetryRegisterSql.Sessions, Unnested.Texts(runs, r => r.Code), Unnested.Texts(runs, r => r.Title), Unnested.Times(runs, r => r.Began),
            Unnested.Times(runs, r => r.Ended), Unnested.Texts(runs, r => r.TraceId.Length > 0 ? r.TraceId : null), Unnested.Of(runs, r => r.Failed, NpgsqlDbType.Boolean));
        if (forsaken.Length > 0)
        {
            Add(batch, TelemetryRegisterSql.ForsakeSessions, Texts(forsaken));
            Add(batch, TelemetryRegisterSql.ForsakeInstances, Texts(forsaken));
        }

        await batch.ExecuteNonQueryAsync(ct);
        if (chunk.Usage.Count == 0)
        {
            return;
        }

        await UsageBook.SettleAsync(connection, chunk.Usage.Values, "list", "otlp", ct);
    }

    private static NpgsqlParameter<string?[]> Texts(IEnumerable<string> codes) => Unnested.Texts(codes.Distinct(StringComparer.Ordinal).ToArray(), code => code);

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters) => batch.BatchCommands.Add(Unnested.Command(sql, parameters));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }
}
