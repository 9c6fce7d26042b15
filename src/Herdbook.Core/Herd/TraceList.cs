using Dapper;

namespace Herdbook.Core.Herd;

/// <summary>A trace in the list: what came of it until now.</summary>
public sealed record TraceEntry
{
    /// <summary>In hexadecimal.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>The root's name; of a trace whose root never came, its first span's.</summary>
    public string Name { get; init; } = "";

    public string? ServiceName { get; init; }

    public string? AgentName { get; init; }

    /// <summary>The session or conversation that it names.</summary>
    public string? SessionCode { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public long Spans { get; init; }

    /// <summary>Spans that ended in an error.</summary>
    public long Errors { get; init; }

    /// <summary>Calls of a model that are booked of it; the figures of a span that repeats those within it count once.</summary>
    public long Calls { get; init; }

    public long Tokens { get; init; }

    /// <summary>Null where no call has a price.</summary>
    public decimal? CostUsd { get; init; }

    public long UnpricedTokens { get; init; }

    /// <summary>Traces that the filter lets through, among those that are looked at.</summary>
    public long OfAll { get; init; }
}

/// <summary>The traces that came last, newest first. It looks at the last <see cref="Looked"/> spans, however many there are.</summary>
public sealed class TraceList(Book book)
{
    public const int PageSize = 50;

    /// <summary>Spans that are looked at, the last booked.</summary>
    public const int Looked = 20_000;

    private const string Latest = """
        with tail as materialized (
          select s.trace_id, s.resource_key, s.span_status, row_number() over (order by s.booked_xid desc, s.started_at desc) as place
            from intake.span s
           order by s.booked_xid desc
           limit 20000
        ), latest as materialized (
          select t.trace_id, min(t.place) as place, count(*) over () as of_all
            from tail t
            left join intake.telemetry_resource r on r.resource_key = t.resource_key
           group by t.trace_id
          having (@service::text is null or bool_or(r.service_name = @service::text)) and (@failed::boolean is not true or bool_or(t.span_status = 'error'))
           order by place
          offset @skip::integer limit 50
        )
        select l.trace_id, l.of_all, f.name, f.service_name, t.agent_name, t.session_code, t.started_at, t.ended_at, t.spans, t.errors,
               coalesce(u.calls, 0) as calls, coalesce(u.tokens, 0)::bigint as tokens, u.cost_usd, coalesce(u.unpriced, 0)::bigint as unpriced_tokens
          from latest l
         cross join lateral (
           select count(*) as spans, count(*) filter (where s.span_status = 'error') as errors, min(s.started_at) as started_at,
                  max(s.started_at + make_interval(secs => coalesce(s.duration_ns, 0) / 1e9)) as ended_at, min(s.session_code) as session_code,
                  (array_agg(s.agent_name order by s.run_kind <> 'agent', s.started_at) filter (where s.agent_name is not null))[1] as agent_name
             from intake.span s where s.trace_id = l.trace_id
         ) t
         cross join lateral (
           select s.span_name as name, r.service_name
             from intake.span s
             left join intake.telemetry_resource r on r.resource_key = s.resource_key
            where s.trace_id = l.trace_id
            order by s.parent_span_id is not null, s.started_at nulls last, s.span_id
            limit 1
         ) f
          left join lateral (
           select count(*) as calls, sum(c.cost_usd) as cost_usd, sum(c.tokens) as tokens, sum(c.tokens) filter (where c.cost_usd is null) as unpriced
             from (
               select distinct k.message_id, k.request_id, k.cost_usd, k.input_tokens::bigint + k.output_tokens + k.cache_read_tokens + k.cache_create_tokens as tokens
                 from intake.span s
                cross join lateral (
                  select * from intake.usage a where a.message_id = any (array[s.message_id, 'span:' || s.trace_id || '/' || s.span_id])
                  union
                  select * from intake.usage b where b.request_id = s.request_id
                ) k
                where s.trace_id = l.trace_id and s.run_kind = any (array['model', 'embedding'])
             ) c
         ) u on true
         order by l.place
        """;

    private const string Services = """
        select distinct service_name from intake.telemetry_resource where service_name is not null order by service_name limit 200
        """;

    static TraceList() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <param name="service">Only traces in which this service took part; null for all.</param>
    /// <param name="failed">Only those with a span that ended in an error.</param>
    /// <param name="page">From 1.</param>
    public Task<IReadOnlyList<TraceEntry>> ReadAsync(Tenant tenant, string? service, bool failed, int page, CancellationToken ct) => book.ReadAsync<IReadOnlyList<TraceEntry>>(
        tenant,
        async (connection, token) => (await connection.QueryAsync<TraceEntry>(
            new CommandDefinition(Latest, new { service, failed, skip = (page - 1) * PageSize }, cancellationToken: token))).AsList(),
        ct);

    /// <summary>The services that ever sent telemetry.</summary>
    public Task<IReadOnlyList<string>> ServicesAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync<IReadOnlyList<string>>(
        tenant,
        async (connection, token) => (await connection.QueryAsync<string>(new CommandDefinition(Services, cancellationToken: token))).AsList(),
        ct);
}
