-- Tokens and cost of every mart of cost are those of the ledger: nothing is lost and nothing multiplied.
with ledger as (
    select cast(coalesce(sum(token_input_count + token_output_count + token_cache_read_count + token_cache_create_count), 0) as bigint) as tokens,
           cast(coalesce(sum(token_cost_usd), 0) as decimal(18,6)) as cost_usd,
           cast(coalesce(sum(token_unpriced_count), 0) as bigint) as unpriced_tokens
      from {{ source('herd', 'agent_instance_token_activity') }}
), told as (
    {% for name in ['fact_agent_instance_cost', 'mart_cost_daily', 'mart_cost_per_pr', 'mart_cost_per_ticket', 'mart_model_efficiency', 'mart_agent_weekly'] -%}
    select '{{ name }}' as name,
           cast(coalesce(sum(input_tokens + output_tokens + cache_read_tokens + cache_create_tokens), 0) as bigint) as tokens,
           cast(coalesce(sum(cost_usd), 0) as decimal(18,6)) as cost_usd,
           cast(coalesce(sum(unpriced_tokens), 0) as bigint) as unpriced_tokens
      from {{ ref(name) }}
    union all
    {% endfor -%}
    select 'mart_cost_per_review_finding', (select tokens from ledger), cast(coalesce(sum(cost_usd), 0) as decimal(18,6)), cast(coalesce(sum(unpriced_tokens), 0) as bigint)
      from {{ ref('mart_cost_per_review_finding') }}
    union all
    select 'mart_recost', cast(coalesce(sum(input_tokens + output_tokens + cache_read_tokens + cache_create_tokens), 0) as bigint),
           cast(coalesce(sum(booked_cost_usd), 0) as decimal(18,6)), (select unpriced_tokens from ledger)
      from {{ ref('mart_recost') }}
     where price_to = {{ open_end() }}
)
select told.name, told.tokens, ledger.tokens as ledger_tokens, told.cost_usd, ledger.cost_usd as ledger_cost_usd, told.unpriced_tokens
  from told
 cross join ledger
 where told.tokens <> ledger.tokens
    or told.cost_usd <> ledger.cost_usd
    or told.unpriced_tokens <> ledger.unpriced_tokens
