{{ config(materialized='table', schema='herd_dm') }}

with cost as (
    select pr_code,
           count(distinct agent_instance_code) as instance_count,
           {{ cost_sums() }},
           cast(sum(case when pr_rule <> 'reviewed' then cost_usd end) as decimal(18,6)) as making_cost_usd,
           cast(sum(case when pr_rule = 'reviewed' then cost_usd end) as decimal(18,6)) as review_cost_usd
      from {{ ref('mart_cost_daily') }}
     group by pr_code
), finding as (
    select pr_code,
           cast(sum(finding_count) as bigint) as finding_count,
           cast(sum(blocking_count) as bigint) as blocking_count
      from {{ ref('fact_review_quality') }}
     group by pr_code
), pr as (
    select f.pr_code,
           d.pr_title,
           d.ticket_code,
           coalesce(ticket.project_code, i.project_code) as project_code,
           i.agent_code,
           i.model_code,
           f.*  exclude (pr_code)
      from {{ ref('fact_pr_delivery') }} f
      join {{ ref('dim_pull_request') }} d on d.pr_sk = f.pr_sk
      left join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = f.creator_agent_instance_code
      left join {{ ref('dim_ticket') }} ticket on ticket.ticket_code = d.ticket_code and ticket.is_current
)
select coalesce(pr.pr_code, cost.pr_code) as pr_code,
       pr.pr_title,
       {{ named('pr.ticket_code') }} as ticket_code,
       {{ named('pr.project_code') }} as project_code,
       {{ named('pr.agent_code') }} as agent_code,
       {{ named('pr.model_code') }} as model_code,
       coalesce(pr.pr_state, 'none') as pr_state,
       pr.created_at,
       pr.first_review_at,
       pr.merged_at,
       pr.closed_at,
       pr.minutes_to_first_review,
       pr.minutes_to_merge,
       cast(coalesce(pr.lines_added, 0) as bigint) as lines_added,
       cast(coalesce(pr.lines_deleted, 0) as bigint) as lines_deleted,
       cast(coalesce(pr.files_changed, 0) as bigint) as files_changed,
       coalesce(pr.review_count, 0) as review_count,
       coalesce(finding.finding_count, 0) as finding_count,
       coalesce(finding.blocking_count, 0) as blocking_count,
       coalesce(cost.instance_count, 0) as instance_count,
       coalesce(cost.calls, 0) as calls,
       coalesce(cost.input_tokens, 0) as input_tokens,
       coalesce(cost.output_tokens, 0) as output_tokens,
       coalesce(cost.cache_read_tokens, 0) as cache_read_tokens,
       coalesce(cost.cache_create_tokens, 0) as cache_create_tokens,
       cost.cost_usd,
       coalesce(cost.imputed_cost_usd, 0) as imputed_cost_usd,
       coalesce(cost.unpriced_tokens, 0) as unpriced_tokens,
       cost.making_cost_usd,
       cost.review_cost_usd,
       cast(cost.cost_usd / nullif(coalesce(pr.lines_added, 0) + coalesce(pr.lines_deleted, 0), 0) as decimal(18,6)) as cost_per_line_usd
  from pr
  full join cost on cost.pr_code = pr.pr_code
  left join finding on finding.pr_code = pr.pr_code
