{{ config(materialized='table', schema='herd_dm') }}

{% set classes = ['input', 'output', 'cache_read', 'cache_create', 'cache_create_1h'] -%}
-- At moment D a call takes: the prices of its very model, else of the model without its date; of these the latest that held at D, of
-- these the highest tier that its prompt exceeds, of these the last booked. As when it was booked, but at D instead of its own time.
with usage as (
    select u.*,
           regexp_replace(model_code, '-[0-9]{8}$', '') as undated_code
      from {{ ref('bv_token_tier_daily') }} u
), kind as (
    select distinct model_code, undated_code, above_input_tokens from usage
), price as (
    select p.*
      from {{ ref('sn_model_price') }} p
     where p.model_code in (select model_code from kind union select undated_code from kind)
), moment as (
    select {{ first_moment() }} as price_from
    union
    select greatest(event_at, {{ first_moment() }}) from price
), span as (
    select price_from,
           coalesce(lead(price_from) over (order by price_from), {{ open_end() }}) as price_to
      from moment
), candidate as (
    select span.price_from,
           span.price_to,
           kind.model_code as called_code,
           kind.above_input_tokens as called_above,
           price.*,
           row_number() over (
               partition by span.price_from, kind.model_code, kind.above_input_tokens
               order by case when price.model_code = kind.model_code then 0 else 1 end, price.event_at desc,
                        price.above_input_tokens desc, price.booking_id desc) as place
      from span
      join price on price.event_at <= span.price_from
      join kind on price.model_code in (kind.model_code, kind.undated_code) and price.above_input_tokens <= kind.above_input_tokens
), priced as (
    select span.price_from,
           span.price_to,
           u.*,
           case
               when u.model_code = '<synthetic>' then 0
               when c.booking_id is null then null
               else (
                   {% for class in classes -%}
                   case when u.classes_used // {{ 2 ** loop.index0 }} % 2 = 0 then 0
                        else cast(u.{{ class }}_tokens as decimal(20,0)) * c.{{ class }}_cost_per_m end
                   {%- if not loop.last %}
                   + {% endif %}{% endfor %}
               ) * cast(0.000001 as decimal(7,6))
           end as recost_usd
      from usage u
     cross join span
      left join candidate c
        on c.price_from = span.price_from
       and c.called_code = u.model_code
       and c.called_above = u.above_input_tokens
       and c.place = 1
)
select price_from,
       price_to,
       day,
       model_code,
       cast(sum(calls) as bigint) as calls,
       cast(sum(input_tokens) as bigint) as input_tokens,
       cast(sum(output_tokens) as bigint) as output_tokens,
       cast(sum(cache_read_tokens) as bigint) as cache_read_tokens,
       cast(sum(cache_create_tokens + cache_create_1h_tokens) as bigint) as cache_create_tokens,
       cast(sum(booked_cost_usd) as decimal(18,6)) as booked_cost_usd,
       cast(sum(recost_usd) as decimal(18,6)) as recost_usd,
       cast(coalesce(sum(case when recost_usd is null then input_tokens + output_tokens + cache_read_tokens + cache_create_tokens + cache_create_1h_tokens end), 0) as bigint)
           as unpriced_tokens
  from priced
 group by price_from, price_to, day, model_code
