{{ config(materialized='incremental', unique_key='day', schema='dwh') }}

-- The token ledger by day of UTC, model, tier of the prompt's length and classes of tokens used: what re-costing multiplies with prices.
-- The length of a prompt is a call's, over all its bookings, so calls of models with tiers are put together first. Days to which
-- bookings came are summed anew; all days when a tier came.
{% set classes = ['input', 'output', 'cache_read', 'cache_create', 'cache_create_1h'] -%}
with seen as (
    select coalesce(max(_batch), 0) as _batch
      from (
        select max(_batch) as _batch from {{ ref('sn_agent_instance_token') }}
        union all
        select max(_batch) from {{ ref('sn_model_price') }}
      ) batches
), tier as (
    select distinct model_code, above_input_tokens
      from {{ ref('sn_model_price') }}
     where above_input_tokens > 0
), booked as not materialized (
    select *, {{ utc_day('event_at') }} as day
      from {{ ref('stg_herd__agent_instance_token_activity') }}
    {%- if is_incremental() %}
     {%- set tier_came = 'exists (select 1 from ' ~ ref('sn_model_price') ~ ' where above_input_tokens > 0 and _batch > ' ~ taken() ~ ')' %}
     where {{ near_the_new('event_at', ref('sn_agent_instance_token'), everything=tier_came) }}
       and ({{ utc_day('event_at') }} in (select {{ utc_day('event_at') }} from {{ ref('sn_agent_instance_token') }} where _batch > {{ taken() }})
        or {{ tier_came }})
    {%- endif %}
), tiered_model as (
    select distinct called.model_code, tier.above_input_tokens
      from (select distinct model_code from booked) called
      join tier on tier.model_code in (called.model_code, regexp_replace(called.model_code, '-[0-9]{8}$', ''))
), call as (
    select day,
           model_code,
           message_id,
           request_id,
           sum(token_input_count + token_cache_read_count + token_cache_create_count) as prompt_tokens,
           sum(token_call_count) as calls,
           sum(token_input_count) as input,
           sum(token_output_count) as output,
           sum(token_cache_read_count) as cache_read,
           sum(token_cache_create_count - token_cache_create_1h_count) as cache_create,
           sum(token_cache_create_1h_count) as cache_create_1h,
           sum(token_cost_usd) as cost_usd
      from booked
     where model_code in (select model_code from tiered_model)
     group by day, model_code, message_id, request_id, case when message_id is null then booking_id end
), longest as (
    select call.*,
           coalesce((select max(above_input_tokens) from tiered_model where tiered_model.model_code = call.model_code
                        and tiered_model.above_input_tokens < call.prompt_tokens), 0) as above_input_tokens
      from call
), amount as (
    select day, model_code, above_input_tokens, calls, {{ classes | join(', ') }}, cost_usd from longest
    union all
    select day,
           model_code,
           0,
           token_call_count,
           token_input_count,
           token_output_count,
           token_cache_read_count,
           token_cache_create_count - token_cache_create_1h_count,
           token_cache_create_1h_count,
           token_cost_usd
      from booked
     where model_code is null
        or model_code not in (select model_code from tiered_model)
)
select day,
       {{ named('model_code') }} as model_code,
       above_input_tokens,
       {% for class in classes %}case when {{ class }} <> 0 then {{ 2 ** loop.index0 }} else 0 end{% if not loop.last %} + {% endif %}{% endfor %} as classes_used,
       cast(sum(calls) as bigint) as calls,
       {% for class in classes -%}
       cast(sum({{ class }}) as bigint) as {{ class }}_tokens,
       {% endfor -%}
       cast(sum(cost_usd) as decimal(18,6)) as booked_cost_usd,
       max(seen._batch) as _batch
  from amount
 cross join seen
 group by 1, 2, 3, 4
