using Dapper;

namespace Herdbook.Core.Herd.Reconcile;

/// <summary>
/// Compares what several sources told of the same calls. A call is booked once, by the best source that told it
/// (provider, transcript, telemetry); what the others told changes no figure and stands here.
/// </summary>
public sealed class Reconciliations(Book book)
{
    // A telling may lie a little off the call that it belongs to: the range is the call's.
    private const string Pairs = """
        told as materialized (
          select distinct on (source, message_id, request_id) *
            from intake.usage_told
           where (@since::timestamptz is null or occurred_at >= @since::timestamptz - interval '1 day')
             and (@until::timestamptz is null or occurred_at < @until::timestamptz + interval '1 day')
             and (@source::text is null or source = @source::text)
           order by source, message_id, request_id, usage_told_id desc
        ), pair as materialized (
          select t.source, h.source as booked_source, h.message_id, h.request_id, h.agent_instance_code as instance, h.model_code, h.occurred_at as at,
                 h.input_tokens::bigint + h.output_tokens + h.cache_read_tokens + h.cache_create_tokens as booked_tokens, h.cost_usd,
                 t.input_tokens::bigint + t.output_tokens + t.cache_read_tokens + t.cache_create_tokens as told_tokens, t.cost_usd as told_usd,
                 (t.input_tokens, t.output_tokens, t.cache_read_tokens, t.cache_create_tokens) is distinct from
                 (h.input_tokens, h.output_tokens, h.cache_read_tokens, h.cache_create_tokens) as other_tokens
            from told t
           cross join lateral (
             select * from intake.usage k where k.message_id = t.call_message_id and k.request_id = t.call_request_id offset 0
           ) h
           where (h.source, coalesce(h.told_message_id, h.message_id), coalesce(h.told_request_id, h.request_id))
                 is distinct from (t.source, t.message_id, t.request_id)
             and (@since::timestamptz is null or h.occurred_at >= @since::timestamptz)
             and (@until::timestamptz is null or h.occurred_at < @until::timestamptz)
          union all
          -- the cost that the source whose figures count told with them
          select h.source, h.source, h.message_id, h.request_id, h.agent_instance_code, h.model_code, h.occurred_at,
                 h.input_tokens::bigint + h.output_tokens + h.cache_read_tokens + h.cache_create_tokens, h.cost_usd,
                 h.input_tokens::bigint + h.output_tokens + h.cache_read_tokens + h.cache_create_tokens, h.told_cost_usd, false
            from intake.usage h
           where h.told_cost_usd is not null
             and (@source::text is null or h.source = @source::text)
             and (@since::timestamptz is null or h.occurred_at >= @since::timestamptz)
             and (@until::timestamptz is null or h.occurred_at < @until::timestamptz)
        ), compared as materialized (
          select p.source, p.booked_source, p.message_id, p.request_id, p.instance, p.model_code, p.at, p.booked_tokens,
                 case when p.told_usd is not null then p.cost_usd end as booked_usd, p.told_tokens, p.told_usd,
                 (p.other_tokens and p.told_tokens > 0) or (p.told_usd is not null and p.told_usd is distinct from p.cost_usd) as differs
            from pair p
        )
        """;

    // A source that told a cost and no tokens is compared by its cost alone.
    private const string Sums = """
        count(*) as calls, count(*) filter (where differs) as differing_calls,
               coalesce(sum(booked_tokens) filter (where told_tokens > 0), 0)::bigint as booked_tokens, coalesce(sum(told_tokens), 0)::bigint as told_tokens,
               sum(booked_usd) as booked_usd, sum(told_usd) as told_usd
        """;

    private const string Totals = $"""
        with {Pairs}
        select source, {Sums} from compared group by source order by source
        """;

    private const string Rows = $"""
        with {Pairs}, placed as (
          select c.*, coalesce(i.root_agent_instance_code, c.instance) as session_code,
                 case @by::text when 'Call' then concat_ws(' ', nullif(c.message_id, ''), nullif(c.request_id, ''))
                                when 'Session' then coalesce(i.root_agent_instance_code, c.instance)
                                else to_char(c.at at time zone 'UTC', 'YYYY-MM-DD') end as key
            from compared c
            left join herd.agent_instance i on i.agent_instance_code = c.instance
        ), summed as (
          select key, source, case when @by::text = 'Call' then min(booked_source) end as booked_source,
                 case when @by::text <> 'Day' then min(session_code) end as session_code,
                 case when @by::text = 'Call' then min(model_code) end as model_code, min(at) as at, {Sums}
            from placed
           group by key, source, case when @by::text = 'Call' then message_id end, case when @by::text = 'Call' then request_id end
          having @all::boolean or bool_or(differs)
        )
        select s.*, n.title, count(*) over () as total_rows
          from summed s
          left join lateral (
            select coalesce(k.title, i.agent_instance_title) as title
              from herd.agent_instance i
              left join agent.sessions k on k.agent_instance_code = i.agent_instance_code
             where i.agent_instance_code = s.session_code
             limit 1
          ) n on true
         order by case when @by::text = 'Day' then s.key end desc nulls last, abs(coalesce(s.told_usd - s.booked_usd, 0)) desc,
                  abs(s.told_tokens - s.booked_tokens) desc, s.at desc, s.key, s.source
        offset @skip limit @take
        """;

    private const string Booked = """
        select source, count(*) as calls, sum(cost_usd) as cost_usd, count(*) filter (where cost_source = 'provider') as provider_costs
          from intake.usage
         where (@since::timestamptz is null or occurred_at >= @since::timestamptz)
           and (@until::timestamptz is null or occurred_at < @until::timestamptz)
         group by source
         order by source
        """;

    static Reconciliations() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>One page of the comparison, and its totals over the whole range.</summary>
    /// <exception cref="RefusedException">`reconcile_source`: there is no such source.</exception>
    public Task<Reconciliation> ReadAsync(Tenant tenant, ReconcileFilter filter, CancellationToken ct)
    {
        if (filter.Source is { } named && !ReconcileFilter.Sources.Contains(named))
        {
            throw new RefusedException("reconcile_source", $"“{named}” is no source. Ask for provider, transcript or telemetry, or for none of them to see all.");
        }

        var asked = new
        {
            by = filter.By.ToString(),
            since = filter.Range.Since,
            until = filter.Range.Until,
            source = filter.Source,
            all = filter.All,
            skip = (Math.Max(filter.Page, 1) - 1) * ReconcileFilter.PageSize,
            take = ReconcileFilter.PageSize,
        };
        return book.ReadAsync(
            tenant,
            async (connection, token) =>
            {
                await SortMemory.RaiseAsync(connection, token);
                var booked = await connection.QueryAsync<BookedBySource>(new CommandDefinition(Booked, asked, cancellationToken: token));
                var totals = await connection.QueryAsync<Compared>(new CommandDefinition(Totals, asked, cancellationToken: token));
                var rows = (await connection.QueryAsync<ComparedRow>(new CommandDefinition(Rows, asked, cancellationToken: token))).AsList();
                return new Reconciliation(booked.AsList(), totals.AsList(), rows, rows is [{ TotalRows: var count }, ..] ? count : 0);
            },
            ct);
    }
}
