using Herdbook.Core.Herd.Prices;

namespace Herdbook.Intake.Booking;

/// <summary>
/// Books the use of calls. intake.usage keeps what is booked of a call so far; the ledger gets the difference, never more:
/// a first row for a call that was not known, a correcting row for one that was told larger,
/// and a pair of rows that moves a call whose owner, model or time is now known better.
/// Runs under <see cref="PriceSql.SettleLock"/>.
/// </summary>
internal static class SettleSql
{
    /// <summary>
    /// $1 message, $2 request, $3 instance, $4 model, $5 time, $6 input, $7 output, $8 cache read, $9 cache created, $10 of it for an hour,
    /// $11 cost basis, $12 source. Each call once. Affects as many rows as it books in the ledger.
    /// </summary>
    public const string Settle = $$"""
        with told as materialized (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],
                               $6::integer[], $7::integer[], $8::integer[], $9::integer[], $10::integer[])
            as t (message_id, request_id, agent_instance_code, model_code, occurred_at,
                  input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens)
        ), compared as (
          select t.*, h as head, h.message_id is not null as known,
                 h.message_id is null
                 or (t.input_tokens::bigint + t.output_tokens + t.cache_read_tokens + t.cache_create_tokens,
                     t.output_tokens, t.input_tokens, t.cache_read_tokens, t.cache_create_1h_tokens)
                  > (h.input_tokens::bigint + h.output_tokens + h.cache_read_tokens + h.cache_create_tokens,
                     h.output_tokens, h.input_tokens, h.cache_read_tokens, h.cache_create_1h_tokens) as larger,
                 least(t.occurred_at, h.occurred_at) as earliest,
                 least(t.agent_instance_code collate "C", h.agent_instance_code collate "C") as owner
            from told t
            left join lateral (
              select * from intake.usage k where k.message_id = t.message_id and k.request_id = t.request_id limit 1
            ) h on true
        ), due as materialized (
          select c.message_id, c.request_id, c.known, c.head, c.owner as agent_instance_code, c.earliest as occurred_at,
                 case when c.larger then c.model_code else (c.head).model_code end as model_code,
                 case when c.larger then c.input_tokens else (c.head).input_tokens end as input_tokens,
                 case when c.larger then c.output_tokens else (c.head).output_tokens end as output_tokens,
                 case when c.larger then c.cache_read_tokens else (c.head).cache_read_tokens end as cache_read_tokens,
                 case when c.larger then c.cache_create_tokens else (c.head).cache_create_tokens end as cache_create_tokens,
                 case when c.larger then c.cache_create_1h_tokens else (c.head).cache_create_1h_tokens end as cache_create_1h_tokens
            from compared c
           where c.larger or c.earliest <> (c.head).occurred_at or c.owner <> (c.head).agent_instance_code
        ), windows as materialized (
          select u.model_code,
                 (select d.model_context_window
                    from herd.model_def d
                   where d.model_code in (u.model_code, case when u.model_code ~ '-[0-9]{8}$' then left(u.model_code, -9) end)
                     and d.model_context_window > 0
                   order by d.model_code = u.model_code desc
                   limit 1) as window_tokens
            from (select distinct model_code from due) u
        ), priced as (
          select u.*, p.cost_usd, p.model_price_id,
                 u.input_tokens + u.output_tokens + u.cache_read_tokens + u.cache_create_tokens as total_tokens,
                 coalesce((u.head).cost_basis, case when u.model_code = '{{PriceSql.Synthetic}}' then 'none' else $11 end) as cost_basis,
                 u.known and (u.agent_instance_code <> (u.head).agent_instance_code or u.model_code <> (u.head).model_code
                              or u.occurred_at <> (u.head).occurred_at) as moved,
                 (u.head).input_tokens as was_input, (u.head).output_tokens as was_output, (u.head).cache_read_tokens as was_read,
                 (u.head).cache_create_tokens as was_create, (u.head).cache_create_1h_tokens as was_1h, (u.head).cost_usd as was_cost,
                 case when u.known and (u.head).cost_usd is null
                      then (u.head).input_tokens + (u.head).output_tokens + (u.head).cache_read_tokens + (u.head).cache_create_tokens
                      else 0 end as was_unpriced,
                 w.window_tokens
            from due u
            {{PriceSql.Lateral}}
            left join windows w on w.model_code = u.model_code
        ), heads as (
          insert into intake.usage as k (
            message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens,
            cache_create_tokens, cache_create_1h_tokens, cost_usd, model_price_id, cost_basis)
          select message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens,
                 cache_create_tokens, cache_create_1h_tokens, cost_usd, model_price_id, cost_basis
            from priced
          on conflict (tenant_id, message_id, request_id) do update set
            agent_instance_code = excluded.agent_instance_code, model_code = excluded.model_code, occurred_at = excluded.occurred_at,
            input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cache_read_tokens = excluded.cache_read_tokens,
            cache_create_tokens = excluded.cache_create_tokens, cache_create_1h_tokens = excluded.cache_create_1h_tokens,
            cost_usd = excluded.cost_usd, model_price_id = excluded.model_price_id
        ), booked as (
          -- a call that was not known, or its arrival where it belongs
          select p.agent_instance_code, p.model_code, p.occurred_at, p.message_id, p.request_id, case when p.known then 'correction' else 'usage' end as kind,
                 1 as calls, p.input_tokens, p.output_tokens, p.cache_read_tokens, p.cache_create_tokens, p.cache_create_1h_tokens,
                 p.cost_usd, case when p.cost_usd is null then p.total_tokens else 0 end as unpriced, p.cost_basis, p.model_price_id,
                 round(100.0 * (p.input_tokens + p.cache_read_tokens + p.cache_create_tokens) / p.window_tokens, 6) as utilization
            from priced p where not p.known or p.moved
          union all
          -- the departure of a call from where it was booked
          select (p.head).agent_instance_code, (p.head).model_code, (p.head).occurred_at, p.message_id, p.request_id, 'correction',
                 -1, -p.was_input, -p.was_output, -p.was_read, -p.was_create, -p.was_1h,
                 -p.was_cost, -p.was_unpriced, p.cost_basis, (p.head).model_price_id, null
            from priced p where p.moved
          union all
          -- the difference of a call that was told larger
          select p.agent_instance_code, p.model_code, p.occurred_at, p.message_id, p.request_id, 'correction',
                 0, p.input_tokens - p.was_input, p.output_tokens - p.was_output, p.cache_read_tokens - p.was_read,
                 p.cache_create_tokens - p.was_create, p.cache_create_1h_tokens - p.was_1h,
                 case when p.cost_usd is null and p.was_cost is null then null else coalesce(p.cost_usd, 0) - coalesce(p.was_cost, 0) end,
                 case when p.cost_usd is null then p.total_tokens else 0 end - p.was_unpriced, p.cost_basis, p.model_price_id, null
            from priced p where p.known and not p.moved
        )
        insert into herd.agent_instance_token_activity (
          agent_instance_code, model_code, created_at, message_id, request_id, booking_kind, token_call_count,
          token_input_count, token_output_count, token_cache_read_count, token_cache_create_count, token_cache_create_1h_count,
          token_cost_usd, token_unpriced_count, cost_basis, model_price_id, token_context_utilization_pct, source)
        select b.agent_instance_code, b.model_code, b.occurred_at, b.message_id, b.request_id, b.kind, b.calls,
               b.input_tokens, b.output_tokens, b.cache_read_tokens, b.cache_create_tokens, b.cache_create_1h_tokens,
               b.cost_usd, b.unpriced, b.cost_basis, b.model_price_id, b.utilization, $12
          from booked b
         order by b.occurred_at, b.message_id, b.request_id, b.calls
        """;
}
