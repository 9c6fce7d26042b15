using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Otlp.Booking;

/// <summary>Books spans as they were sent, each once. What they tell of runs and use is settled from there (<see cref="TelemetrySettler"/>).</summary>
internal sealed class SpanBook(Book book)
{
    /// <summary>$1 key, $2 service, $3 attributes.</summary>
    public const string Resources = """
        insert into intake.telemetry_resource (resource_key, service_name, attributes)
        select t.key, t.service, t.attributes from unnest($1::text[], $2::text[], $3::jsonb[]) as t (key, service, attributes)
        on conflict (tenant_id, resource_key) do nothing
        """;

    /// <summary>The columns in their order. A span that is known adds nothing.</summary>
    public const string Spans = """
        insert into intake.span (
          trace_id, span_id, parent_span_id, span_name, span_kind, run_kind, started_at, duration_ns, span_status, status_message, resource_key,
          scope_name, session_code, agent_name, tool_name, tool_call_id, model_code, message_id, request_id, input_tokens, output_tokens,
          reasoning_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, told_cost_usd, attributes, events, links)
        select * from unnest(
          $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::bigint[], $9::text[], $10::text[], $11::text[],
          $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::bigint[], $21::bigint[],
          $22::bigint[], $23::bigint[], $24::bigint[], $25::bigint[], $26::numeric[], $27::jsonb[], $28::jsonb[], $29::jsonb[])
        on conflict (tenant_id, trace_id, span_id) do nothing
        """;

    // Resources that a committed write has made known. Bounded: what is forgotten is only told again.
    private const int MostKnown = 20_000;

    private readonly ConcurrentDictionary<(string Tenant, string Key), bool> _known = new();

    public async Task WriteAsync(Tenant tenant, Actor actor, List<SpanRow> rows, CancellationToken ct)
    {
        // In the order of their keys, so that two writers wait for each other in one direction only.
        rows.Sort((a, b) => string.CompareOrdinal(a.TraceId, b.TraceId) is var order and not 0 ? order : string.CompareOrdinal(a.SpanId, b.SpanId));
        var resources = Unknown(tenant, rows.Select(row => row.Resource));
        var what = new AuditEvent("intake.spans").With("spans", (long)rows.Count);
        await book.WriteAsync(
            tenant,
            actor,
            what,
            async (connection, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                AddResources(batch, resources);
                var command = Command(rows);
                batch.BatchCommands.Add(command);
                await batch.ExecuteNonQueryAsync(token);
                what.Data["spans"] = (long)command.RecordsAffected;
                if (command.RecordsAffected == 0)
                {
                    what.Nothing();
                }

                return command.RecordsAffected;
            },
            ct);
        Remember(tenant, resources);
    }

    /// <summary>Those of the resources that are not known to be booked, each once, in the order of their keys.</summary>
    public List<OtlpResource> Unknown(Tenant tenant, IEnumerable<OtlpResource> resources) =>
        [.. resources.Distinct().Where(r => !_known.ContainsKey((tenant.Slug, r.Key!))).DistinctBy(r => r.Key).OrderBy(r => r.Key, StringComparer.Ordinal)];

    public static void AddResources(NpgsqlBatch batch, List<OtlpResource> resources)
    {
        if (resources.Count > 0)
        {
            batch.BatchCommands.Add(Unnested.Command(
                Resources, Unnested.Texts(resources, r => r.Key), Unnested.Texts(resources, r => r.Service), Unnested.Jsons(resources, r => r.Json)));
        }
    }

    public void Remember(Tenant tenant, List<OtlpResource> resources)
    {
        if (_known.Count > MostKnown)
        {
            _known.Clear();
        }

        resources.ForEach(resource => _known[(tenant.Slug, resource.Key!)] = true);
    }

    private static NpgsqlBatchCommand Command(List<SpanRow> rows) => Unnested.Command(
        Spans,
        Unnested.Texts(rows, r => r.TraceId), Unnested.Texts(rows, r => r.SpanId), Unnested.Texts(rows, r => r.ParentId), Unnested.Texts(rows, r => r.Name),
        Unnested.Texts(rows, r => r.Kind), Unnested.Texts(rows, r => r.Reading.Kind), Unnested.Times(rows, r => r.StartedAt), Unnested.Longs(rows, r => r.DurationNs),
        Unnested.Texts(rows, r => r.Status), Unnested.Texts(rows, r => r.StatusMessage), Unnested.Texts(rows, r => r.Resource.Key), Unnested.Texts(rows, r => r.Scope),
        Unnested.Texts(rows, r => OtlpText.Code(r.Reading.Session)), Unnested.Texts(rows, r => OtlpText.Code(r.Reading.Agent)),
        Unnested.Texts(rows, r => OtlpText.Code(r.Reading.Tool)), Unnested.Texts(rows, r => OtlpText.Code(r.Reading.ToolCallId)),
        Unnested.Texts(rows, r => OtlpText.Code(r.Reading.Model)), Unnested.Texts(rows, r => OtlpText.Code(r.Reading.MessageId)),
        Unnested.Texts(rows, r => OtlpText.Code(r.Reading.RequestId)),
        Unnested.Longs(rows, r => r.Reading.Usage.Input), Unnested.Longs(rows, r => r.Reading.Usage.Output), Unnested.Longs(rows, r => r.Reading.Usage.Reasoning),
        Unnested.Longs(rows, r => r.Reading.Usage.CacheRead), Unnested.Longs(rows, r => r.Reading.Usage.CacheCreate), Unnested.Longs(rows, r => r.Reading.Usage.CacheCreate1h),
        Unnested.Of(rows, r => r.Reading.Usage.Cost, NpgsqlDbType.Numeric),
        Unnested.Jsons(rows, r => r.Attributes), Unnested.Jsons(rows, r => r.Events), Unnested.Jsons(rows, r => r.Links));
}
