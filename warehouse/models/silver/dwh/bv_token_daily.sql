{{ config(materialized='incremental', unique_key='hk_token_daily', schema='dwh') }}

-- The token ledger by day of UTC, instance, model and source: what every figure of cost is made of. A day of an instance to which
-- bookings came is summed anew.
with booked as not materialized (
    select t.*,
           {{ utc_day('t.event_at') }} as day
      from {{ ref('sn_agent_instance_token') }} t
    {%- if is_incremental() %}
     where t.hk_agent_instance in (select hk_agent_instance from {{ ref('sn_agent_instance_token') }} where _batch > {{ taken() }})
       and {{ near_the_new('t.event_at', ref('sn_agent_instance_token')) }}
    {%- endif %}
), touched as (
    select day, hk_agent_instance, max(_batch) as _batch
      from booked
    {%- if is_incremental() %}
     where _batch > {{ taken() }}
    {%- endif %}
     group by day, hk_agent_instance
), summed as (
    select b.day,
           b.hk_agent_instance,
           b.agent_instance_code,
           {{ named('b.model_code') }} as model_code,
           {{ named('b.source') }} as source,
           min(b.event_at) as first_call_at,
           max(b.event_at) as last_call_at,
           cast(sum(b.token_call_count) as bigint) as calls,
           cast(sum(b.token_input_count) as bigint) as input_tokens,
           cast(sum(b.token_output_count) as bigint) as output_tokens,
           cast(sum(b.token_cache_read_count) as bigint) as cache_read_tokens,
           cast(sum(b.token_cache_create_count) as bigint) as cache_create_tokens,
           cast(sum(b.token_cache_create_1h_count) as bigint) as cache_create_1h_tokens,
           cast(sum(b.token_cost_usd) as decimal(18,6)) as cost_usd,
           cast(coalesce(sum(case when b.cost_basis = 'imputed' then b.token_cost_usd end), 0) as decimal(18,6)) as imputed_cost_usd,
           cast(sum(b.token_unpriced_count) as bigint) as unpriced_tokens,
           max(b.token_context_utilization_pct) as max_context_utilization_pct,
           max(t._batch) as _batch
      from booked b
      join touched t on t.day = b.day and t.hk_agent_instance = b.hk_agent_instance
     group by b.day, b.hk_agent_instance, b.agent_instance_code, b.model_code, b.source
)
select {{ hash_key(['day', 'agent_instance_code', 'model_code', 'source']) }} as hk_token_daily,
       summed.*
  from summed
