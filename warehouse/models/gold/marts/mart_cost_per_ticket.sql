{{ config(materialized='table', schema='herd_dm') }}

with cost as (
    select ticket_code,
           count(distinct agent_instance_code) as instance_count,
           {{ cost_sums() }}
      from {{ ref('mart_cost_daily') }}
     group by ticket_code
), pr as (
    select ticket_code, count(*) as pr_count
      from {{ ref('dim_pull_request') }}
     where is_current and not is_deleted and ticket_code is not null
     group by ticket_code
), flow as (
    select * from {{ ref('mart_flow') }}
)
select coalesce(flow.ticket_code, cost.ticket_code) as ticket_code,
       flow.ticket_title,
       {{ named('flow.project_code') }} as project_code,
       {{ named('flow.sprint_code') }} as sprint_code,
       flow.ticket_tshirt_size,
       flow.ticket_status,
       flow.created_at,
       flow.done_at,
       coalesce(pr.pr_count, 0) as pr_count,
       coalesce(cost.instance_count, 0) as instance_count,
       coalesce(cost.calls, 0) as calls,
       coalesce(cost.input_tokens, 0) as input_tokens,
       coalesce(cost.output_tokens, 0) as output_tokens,
       coalesce(cost.cache_read_tokens, 0) as cache_read_tokens,
       coalesce(cost.cache_create_tokens, 0) as cache_create_tokens,
       cost.cost_usd,
       coalesce(cost.imputed_cost_usd, 0) as imputed_cost_usd,
       coalesce(cost.unpriced_tokens, 0) as unpriced_tokens
  from flow
  full join cost on cost.ticket_code = flow.ticket_code
  left join pr on pr.ticket_code = coalesce(flow.ticket_code, cost.ticket_code)
