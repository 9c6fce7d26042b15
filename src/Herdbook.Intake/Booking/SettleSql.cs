using Herdbook.Core.Herd.Prices;

namespace Herdbook.Intake.Booking;

/// <summary>
/// Statements that book the use of calls. intake.usage keeps what is booked of a call so far, the ledger gets the difference, never more:
/// a first row for a call that was not known, a correcting row for one whose figures changed, and a pair of rows that moves
/// a call whose owner, model, time or ids are now known better. They run under <see cref="PriceSql.SettleLock"/>.
/// </summary>
internal static class SettleSql
{
    /// <summary>
    /// $1 messages, $2 requests, each once and none empty. Every telling that names one of them: those that count (with the call's own ids),
    /// and the last of each that does not.
    /// </summary>
    public const string Known = """
        with heads as (
          select k.* from unnest($1::text[]) as t (id)
            cross join lateral (select * from intake.usage u where u.message_id = t.id offset 0) k
          union
          select k.* from unnest($2::text[]) as t (id)
            cross join lateral (select * from intake.usage u where u.request_id = t.id offset 0) k
        ), others as (
          select k.* from unnest($1::text[]) as t (id)
            cross join lateral (select * from intake.usage_told u where u.message_id = t.id offset 0) k
          union
          select k.* from unnest($2::text[]) as t (id)
            cross join lateral (select * from intake.usage_told u where u.request_id = t.id offset 0) k
        )
        select true as counts, message_id as call_message_id, request_id as call_request_id, source, told_by,
               coalesce(told_message_id, message_id) as message_id, coalesce(told_request_id, request_id) as request_id,
               agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens, cache_create_tokens,
               cache_create_1h_tokens, told_cost_usd, coalesce(told_cost_basis, cost_basis) as cost_basis,
               case when cost_source = 'provider' then cost_usd end as provider_cost_usd
          from heads
        union all
        select * from (
          select distinct on (source, message_id, request_id)
                 false, call_message_id, call_request_id, source, told_by, message_id, request_id, agent_instance_code, model_code, occurred_at,
                 input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, cost_usd, cost_basis, null::numeric
            from others
           order by source, message_id, request_id, usage_told_id desc) o
        """;

    /// <summary>
    /// $1 source, $2 who told, $3 message, $4 request, $5 and $6 the call's, $7 instance, $8 model, $9 time, $10 input, $11 output, $12 cache read,
    /// $13 cache created, $14 of it for an hour, $15 told cost, $16 cost basis.
    /// </summary>
    public const string Keep = """
        insert into intake.usage_told (
          source, told_by, message_id, request_id, call_message_id, call_request_id, agent_instance_code, model_code, occurred_at,
          input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, cost_usd, cost_basis)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
                             $10::integer[], $11::integer[], $12::integer[], $13::integer[], $14::integer[], $15::numeric[], $16::text[])
        """;

    /// <summary>
    /// $1 and $2 the call's message and request, $3 instance, $4 model, $5 time, $6 input, $7 output, $8 cache read, $9 cache created,
    /// $10 of it for an hour, $11 cost basis, $12 who told, $13 source, $14 and $15 message and request as told, $16 told cost,
    /// $17 told cost basis, $18 the provider's cost, $19 whether the call was booked before under other ids;
    /// $20 and $21 calls that are no more. Each call once. Affects as many rows as it books in the ledger.
    /// </summary>
    public const string Settle = $$"""
        with due as materialized (
          select t.*, h as head, h.message_id is not null as known
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[],
                        $6::integer[], $7::integer[], $8::integer[], $9::integer[], $10::integer[],
                        $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::numeric[], $17::text[], $18::numeric[], $19::boolean[])
              as t (message_id, request_id, agent_instance_code, model_code, occurred_at,
                    input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens,
                    cost_basis, told_by, source, told_message_id, told_request_id, told_cost_usd, told_cost_basis, provider_cost_usd, was_booked)
            left join lateral (
              select * from intake.usage k where k.message_id = t.message_id and k.request_id = t.request_id limit 1
            ) h on true
        ), gone as materialized (
          select h.* from unnest($20::text[], $21::text[]) as t (message_id, request_id)
           cross join lateral (
             select * from intake.usage k where k.message_id = t.message_id and k.request_id = t.request_id offset 0
           ) h
        ), windows as materialized (
          select u.model_code,
                 (select d.model_context_window
                    from herd.model_def d
                   where d.model_code in (u.model_code, case when u.model_code ~ '-[0-9]{8}$' then left(u.model_code, -9) end)
                     and d.model_context_window > 0
                   order by d.model_code = u.model_code desc
                   limit 1) as window_tokens
            from (select distinct model_code from due) u
        ), priced as materialized (
          select u.*, coalesce(u.provider_cost_usd, p.cost_usd) as cost_usd,
                 case when u.provider_cost_usd is null then p.model_price_id end as model_price_id,
                 case when u.provider_cost_usd is null then 'price' else 'provider' end as cost_source,
                 u.input_tokens + u.output_tokens + u.cache_read_tokens + u.cache_create_tokens as total_tokens,
                 u.known and (u.agent_instance_code <> (u.head).agent_instance_code or u.model_code <> (u.head).model_code
                              or u.occurred_at <> (u.head).occurred_at or u.cost_basis <> (u.head).cost_basis) as moved,
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
            cache_create_tokens, cache_create_1h_tokens, cost_usd, model_price_id, cost_basis, source, told_by, told_message_id, told_request_id,
            told_cost_usd, told_cost_basis, cost_source)
          select message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens,
                 cache_create_tokens, cache_create_1h_tokens, cost_usd, model_price_id, cost_basis, source, told_by, told_message_id, told_request_id,
                 told_cost_usd, told_cost_basis, cost_source
            from priced
          on conflict (tenant_id, message_id, request_id) do update set
            agent_instance_code = excluded.agent_instance_code, model_code = excluded.model_code, occurred_at = excluded.occurred_at,
            input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cache_read_tokens = excluded.cache_read_tokens,
            cache_create_tokens = excluded.cache_create_tokens, cache_create_1h_tokens = excluded.cache_create_1h_tokens,
            cost_usd = excluded.cost_usd, model_price_id = excluded.model_price_id, cost_basis = excluded.cost_basis, source = excluded.source,
            told_by = excluded.told_by, told_message_id = excluded.told_message_id, told_request_id = excluded.told_request_id,
            told_cost_usd = excluded.told_cost_usd, told_cost_basis = excluded.told_cost_basis, cost_source = excluded.cost_source
        ), ended as (
          delete from intake.usage k using gone g where k.message_id = g.message_id and k.request_id = g.request_id
        ), booked as (
          -- a call that was not known, or its arrival where it belongs
          select p.agent_instance_code, p.model_code, p.occurred_at, p.message_id, p.request_id,
                 case when p.known or p.was_booked then 'correction' else 'usage' end as kind,
                 1 as calls, p.input_tokens, p.output_tokens, p.cache_read_tokens, p.cache_create_tokens, p.cache_create_1h_tokens,
                 p.cost_usd, case when p.cost_usd is null then p.total_tokens else 0 end as unpriced, p.cost_basis, p.model_price_id,
                 round(100.0 * (p.input_tokens + p.cache_read_tokens + p.cache_create_tokens) / p.window_tokens, 6) as utilization, p.told_by
            from priced p where not p.known or p.moved
          union all
          -- the departure of a call from where it was booked
          select (p.head).agent_instance_code, (p.head).model_code, (p.head).occurred_at, p.message_id, p.request_id, 'correction',
                 -1, -p.was_input, -p.was_output, -p.was_read, -p.was_create, -p.was_1h,
                 -p.was_cost, -p.was_unpriced, (p.head).cost_basis, (p.head).model_price_id, null, p.told_by
            from priced p where p.moved
          union all
          -- the departure of a call that turned out to be another
          select g.agent_instance_code, g.model_code, g.occurred_at, g.message_id, g.request_id, 'correction',
                 -1, -g.input_tokens, -g.output_tokens, -g.cache_read_tokens, -g.cache_create_tokens, -g.cache_create_1h_tokens, -g.cost_usd,
                 case when g.cost_usd is null then -(g.input_tokens + g.output_tokens + g.cache_read_tokens + g.cache_create_tokens) else 0 end,
                 g.cost_basis, g.model_price_id, null, g.told_by
            from gone g
          union all
          -- the difference of a call whose figures are now told better
          select p.agent_instance_code, p.model_code, p.occurred_at, p.message_id, p.request_id, 'correction',
                 0, p.input_tokens - p.was_input, p.output_tokens - p.was_output, p.cache_read_tokens - p.was_read,
                 p.cache_create_tokens - p.was_create, p.cache_create_1h_tokens - p.was_1h,
                 case when p.cost_usd is null and p.was_cost is null then null else coalesce(p.cost_usd, 0) - coalesce(p.was_cost, 0) end,
                 case when p.cost_usd is null then p.total_tokens else 0 end - p.was_unpriced, p.cost_basis, p.model_price_id, null, p.told_by
            from priced p
           where p.known and not p.moved
             and (p.input_tokens, p.output_tokens, p.cache_read_tokens, p.cache_create_tokens, p.cache_create_1h_tokens, p.cost_usd)
                 is distinct from (p.was_input, p.was_output, p.was_read, p.was_create, p.was_1h, p.was_cost)
        )
        insert into herd.agent_instance_token_activity (
          agent_instance_code, model_code, created_at, message_id, request_id, booking_kind, token_call_count,
          token_input_count, token_output_count, token_cache_read_count, token_cache_create_count, token_cache_create_1h_count,
          token_cost_usd, token_unpriced_count, cost_basis, model_price_id, token_context_utilization_pct, source)
        select b.agent_instance_code, b.model_code, b.occurred_at, b.message_id, b.request_id, b.kind, b.calls,
               b.input_tokens, b.output_tokens, b.cache_read_tokens, b.cache_create_tokens, b.cache_create_1h_tokens,
               b.cost_usd, b.unpriced, b.cost_basis, b.model_price_id, b.utilization, b.told_by
          from booked b
         order by b.occurred_at, b.message_id, b.request_id, b.calls
        """;

    /// <summary>The same, and gives back message and request of each row that it books in the ledger.</summary>
    public const string SettleNamed = $"{Settle}\nreturning message_id, request_id";
}
