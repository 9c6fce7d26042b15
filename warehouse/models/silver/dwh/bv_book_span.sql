{{ config(materialized='table', schema='dwh') }}

-- The first and the last moment of which the book tells: what still runs is counted until the last.
select min(told_at) as first_at,
       max(told_at) as last_at,
       min({{ utc_day('told_at') }}) as first_day,
       max({{ utc_day('told_at') }}) as last_day
  from (
    select first_call_at as told_at from {{ ref('bv_token_daily') }}
    union all
    select last_call_at from {{ ref('bv_token_daily') }}
    union all
    select event_at from {{ ref('sn_agent_instance_ticket') }}
    union all
    select event_at from {{ ref('sn_agent_instance_pr') }}
    union all
    select event_at from {{ ref('sn_agent_instance_lifecycle') }}
    union all
    select created_at from {{ ref('s_review_base') }}
    union all
    select valid_from from {{ ref('dim_ticket') }} where ticket_sk <> {{ unknown_key() }}
  ) told
