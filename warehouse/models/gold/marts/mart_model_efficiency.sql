{{ config(materialized='table', schema='herd_dm') }}

with instance as (
    select i.agent_instance_code,
           i.model_code,
           {{ named('i.craft_code') }} as craft_code,
           {{ named('i.craft_version_code') }} as craft_version_code,
           {{ named('i.skillset_versions') }} as skillset_versions,
           {{ named('agent.agent_role') }} as agent_role
      from {{ ref('bv_agent_instance') }} i
      left join {{ ref('dim_agent') }} agent on agent.agent_code = i.agent_code and agent.is_current
), spent as (
    select cast(date_trunc('month', c.day) as date) as month,
           c.model_code,
           i.craft_code,
           i.craft_version_code,
           i.skillset_versions,
           i.agent_role,
           count(distinct c.agent_instance_code) as instance_count,
           {{ cost_sums('c') }}
      from {{ ref('bv_token_daily') }} c
      join instance i on i.agent_instance_code = c.agent_instance_code
     group by 1, 2, 3, 4, 5, 6
), asked as (
    select pr_code,
           min(reviewed_at) as first_asked_at,
           count(*) as rework_rounds
      from {{ ref('fact_review_quality') }}
     where review_verdict = 'request_changes'
     group by pr_code
), rework as (
    select p.pr_code,
           sum(coalesce(p.pr_push_lines_added, 0) + coalesce(p.pr_push_lines_deleted, 0)) as rework_lines
      from {{ ref('sn_agent_instance_pr') }} p
      join asked on asked.pr_code = p.pr_code and p.event_at > asked.first_asked_at
     where p.pr_event_type = 'pushed'
     group by p.pr_code
), delivered as (
    select cast(date_trunc('month', {{ utc_day('f.merged_at') }}) as date) as month,
           {{ named('i.model_code') }} as model_code,
           {{ named('i.craft_code') }} as craft_code,
           {{ named('i.craft_version_code') }} as craft_version_code,
           {{ named('i.skillset_versions') }} as skillset_versions,
           {{ named('i.agent_role') }} as agent_role,
           count(*) as merged_pr_count,
           count(*) filter (where r.is_first_pass) as first_pass_pr_count,
           sum(coalesce(f.lines_added, 0) + coalesce(f.lines_deleted, 0)) as delivered_lines,
           sum(coalesce(rework.rework_lines, 0)) as rework_lines,
           sum(coalesce(asked.rework_rounds, 0)) as rework_rounds,
           sum(coalesce(r.blocking_count, 0)) as blocking_findings
      from {{ ref('fact_pr_delivery') }} f
      left join instance i on i.agent_instance_code = f.creator_agent_instance_code
      left join {{ ref('mart_review_rounds') }} r on r.pr_code = f.pr_code
      left join asked on asked.pr_code = f.pr_code
      left join rework on rework.pr_code = f.pr_code
     where f.merged_at is not null
       and not f.is_deleted
     group by 1, 2, 3, 4, 5, 6
)
select coalesce(s.month, d.month) as month,
       coalesce(s.model_code, d.model_code) as model_code,
       {{ named('model.model_provider') }} as model_provider,
       coalesce(s.craft_code, d.craft_code) as craft_code,
       coalesce(s.craft_version_code, d.craft_version_code) as craft_version_code,
       coalesce(s.skillset_versions, d.skillset_versions) as skillset_versions,
       coalesce(s.agent_role, d.agent_role) as agent_role,
       {% for measure in ['instance_count', 'calls', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_create_tokens'] -%}
       coalesce(s.{{ measure }}, 0) as {{ measure }},
       {% endfor -%}
       s.cost_usd,
       coalesce(s.imputed_cost_usd, 0) as imputed_cost_usd,
       coalesce(s.unpriced_tokens, 0) as unpriced_tokens,
       {% for measure in ['merged_pr_count', 'first_pass_pr_count', 'delivered_lines', 'rework_lines', 'rework_rounds', 'blocking_findings'] -%}
       cast(coalesce(d.{{ measure }}, 0) as bigint) as {{ measure }},
       {% endfor -%}
       cast(s.cost_usd / nullif(d.delivered_lines, 0) as decimal(18,6)) as cost_per_delivered_line_usd,
       cast(d.rework_lines as double) / nullif(d.delivered_lines, 0) as rework_per_delivered_line
  from spent s
  full join delivered d
    on d.month = s.month
   and d.model_code = s.model_code
   and d.craft_code = s.craft_code
   and d.craft_version_code = s.craft_version_code
   and d.skillset_versions = s.skillset_versions
   and d.agent_role = s.agent_role
  left join {{ ref('dim_model') }} model on model.model_code = coalesce(s.model_code, d.model_code) and model.is_current
