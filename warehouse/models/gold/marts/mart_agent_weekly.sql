{{ config(materialized='table', schema='herd_dm') }}

{% set measures = ['instance_count', 'minutes_worked', 'successful_count', 'tickets_done_count', 'prs_opened_count', 'prs_merged_count', 'delivered_lines',
  'reviewed_pr_count', 'first_pass_pr_count', 'findings_received_count', 'reviews_given_count', 'findings_given_count',
  'calls', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_create_tokens', 'cost_usd', 'imputed_cost_usd', 'unpriced_tokens'] -%}
with told as (
    select {{ utc_day('f.event_at') }} as day,
           i.agent_code,
           {{ measures_of(measures, {'instance_count': '1', 'minutes_worked': 'f.duration_minutes', 'successful_count': "case when f.outcome = 'success' then 1 end"}) }}
      from {{ ref('fact_agent_instance_work') }} f
      join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = f.agent_instance_code
     where i.is_defined
    union all
    select {{ utc_day('f.event_at') }}, i.agent_code, {{ measures_of(measures, {'tickets_done_count': '1'}) }}
      from {{ ref('fact_ticket_lifecycle') }} f
      left join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = f.agent_instance_code
     where f.is_status_change
       and {{ is_done('f.ticket_status') }}
    union all
    select {{ utc_day('p.created_at') }}, p.agent_code, {{ measures_of(measures, {'prs_opened_count': '1'}) }}
      from {{ ref('mart_cost_per_pr') }} p
     where p.created_at is not null
    union all
    select {{ utc_day('p.merged_at') }}, p.agent_code, {{ measures_of(measures, {'prs_merged_count': '1', 'delivered_lines': 'p.lines_added + p.lines_deleted'}) }}
      from {{ ref('mart_cost_per_pr') }} p
     where p.merged_at is not null
    union all
    select r.first_review_day, r.author_agent_code, {{ measures_of(measures, {'reviewed_pr_count': '1', 'first_pass_pr_count': 'case when r.is_first_pass then 1 end'}) }}
      from {{ ref('mart_review_rounds') }} r
    union all
    select r.day, r.author_agent_code, {{ measures_of(measures, {'findings_received_count': 'r.finding_count'}) }}
      from {{ ref('mart_review') }} r
    union all
    select r.day, r.reviewer_agent_code, {{ measures_of(measures, {'reviews_given_count': '1', 'findings_given_count': 'r.finding_count'}) }}
      from {{ ref('mart_review') }} r
    union all
    select c.day, c.agent_code,
           {{ measures_of(measures, {'calls': 'c.calls', 'input_tokens': 'c.input_tokens', 'output_tokens': 'c.output_tokens', 'cache_read_tokens': 'c.cache_read_tokens',
                      'cache_create_tokens': 'c.cache_create_tokens', 'cost_usd': 'c.cost_usd', 'imputed_cost_usd': 'c.imputed_cost_usd',
                      'unpriced_tokens': 'c.unpriced_tokens'}) }}
      from {{ ref('mart_cost_daily') }} c
)
select cast(date_trunc('week', told.day) as date) as week_start,
       {{ named('told.agent_code') }} as agent_code,
       {{ named('max(agent.agent_role)') }} as agent_role,
       {% for measure in measures if measure not in ['minutes_worked', 'cost_usd', 'imputed_cost_usd'] -%}
       cast(coalesce(sum(told.{{ measure }}), 0) as bigint) as {{ measure }},
       {% endfor -%}
       cast(coalesce(sum(told.minutes_worked), 0) as decimal(18,6)) as minutes_worked,
       cast(sum(told.cost_usd) as decimal(18,6)) as cost_usd,
       cast(coalesce(sum(told.imputed_cost_usd), 0) as decimal(18,6)) as imputed_cost_usd
  from told
  left join {{ ref('dim_agent') }} agent on agent.agent_code = told.agent_code and agent.is_current and agent.agent_sk <> {{ unknown_key() }}
 group by 1, 2
