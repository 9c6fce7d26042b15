using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Otlp.Booking;

/// <summary>Books log records and data points as they were sent, each once.</summary>
internal sealed class LogBook(Book book, SpanBook spans)
{
    /// <summary>The columns in their order.</summary>
    public const string Logs = """
        insert into intake.telemetry_log (
          log_key, event_name, occurred_at, severity, resource_key, scope_name, trace_id, span_id, session_code, model_code, message_id, request_id,
          input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, told_cost_usd, body, attributes)
        select * from unnest(
          $1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
          $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::numeric[], $18::jsonb[], $19::jsonb[])
        on conflict (tenant_id, log_key) do nothing
        """;

    /// <summary>The columns in their order.</summary>
    public const string Points = """
        insert into intake.metric_point (
          point_key, metric_name, metric_kind, temporality, unit, started_at, occurred_at, value, point_count, resource_key, scope_name, session_code, attributes)
        select * from unnest(
          $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::double precision[], $9::bigint[], $10::text[],
          $11::text[], $12::text[], $13::jsonb[])
        on conflict (tenant_id, point_key) do nothing
        """;

    public Task WriteAsync(Tenant tenant, Actor actor, List<LogRow> rows, CancellationToken ct)
    {
        rows.Sort((a, b) => a.Key.CompareTo(b.Key));
        return WriteAsync(tenant, actor, "intake.logs", rows.Select(row => row.Resource), Unnested.Command(
            Logs,
            Unnested.Of(rows, r => r.Key, NpgsqlDbType.Uuid), Unnested.Texts(rows, r => r.EventName), Unnested.Times(rows, r => r.At), Unnested.Texts(rows, r => r.Severity),
            Unnested.Texts(rows, r => r.Resource.Key), Unnested.Texts(rows, r => r.Scope), Unnested.Texts(rows, r => r.TraceId), Unnested.Texts(rows, r => r.SpanId),
            Unnested.Texts(rows, r => OtlpText.Code(r.Reading.Session)), Unnested.Texts(rows, r => OtlpText.Code(r.Reading.Model)),
            Unnested.Texts(rows, r => OtlpText.Code(r.Reading.MessageId)), Unnested.Texts(rows, r => OtlpText.Code(r.Reading.RequestId)),
            Unnested.Longs(rows, r => r.Call is { } call ? call.Input ?? 0 : null), Unnested.Longs(rows, r => r.Call?.Output), Unnested.Longs(rows, r => r.Call?.CacheRead),
            Unnested.Longs(rows, r => r.Call?.CacheCreate), Unnested.Of(rows, r => r.Call?.Cost, NpgsqlDbType.Numeric),
            Unnested.Jsons(rows, r => r.Body), Unnested.Jsons(rows, r => r.Attributes)), ct);
    }

    public Task WriteAsync(Tenant tenant, Actor actor, List<PointRow> rows, CancellationToken ct)
    {
        rows.Sort((a, b) => a.Key.CompareTo(b.Key));
        return WriteAsync(tenant, actor, "intake.metrics", rows.Select(row => row.Point.Resource), Unnested.Command(
            Points,
            Unnested.Of(rows, r => r.Key, NpgsqlDbType.Uuid), Unnested.Texts(rows, r => r.Name), Unnested.Texts(rows, r => r.Point.Kind),
            Unnested.Texts(rows, r => r.Point.Temporality switch { 1 => "delta", 2 => "cumulative", _ => null }), Unnested.Texts(rows, r => OtlpText.Code(r.Point.Unit)),
            Unnested.Times(rows, r => OtlpText.Time(r.Point.Start)), Unnested.Times(rows, r => OtlpText.Time(r.Point.Time)),
            Unnested.Of(rows, r => r.Point.Value, NpgsqlDbType.Double), Unnested.Longs(rows, r => r.Point.Count), Unnested.Texts(rows, r => r.Point.Resource.Key),
            Unnested.Texts(rows, r => OtlpText.Code(r.Point.Scope.Name)), Unnested.Texts(rows, r => r.Session), Unnested.Jsons(rows, r => r.Attributes)), ct);
    }

    private async Task WriteAsync(Tenant tenant, Actor actor, string type, IEnumerable<OtlpResource> of, NpgsqlBatchCommand command, CancellationToken ct)
    {
        var resources = spans.Unknown(tenant, of);
        var what = new AuditEvent(type);
        await book.WriteAsync(
            tenant,
            actor,
            what,
            async (connection, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                SpanBook.AddResources(batch, resources);
                batch.BatchCommands.Add(command);
                await batch.ExecuteNonQueryAsync(token);
                what.Data["rows"] = (long)command.RecordsAffected;
                if (command.RecordsAffected == 0)
                {
                    what.Nothing();
                }

                return command.RecordsAffected;
            },
            ct);
        spans.Remember(tenant, resources);
    }
}
