{{ config(materialized='table', schema='herd_dm') }}

with cost as (
    select agent_instance_code,
           cost_usd,
           imputed_cost_usd,
           unpriced_tokens
      from {{ ref('fact_agent_instance_cost') }}
), review as (
    select r.*,
           f.reviewer_agent_instance_code,
           row_number() over (partition by f.reviewer_agent_instance_code order by r.review_code) as part_number,
           count(*) over (partition by f.reviewer_agent_instance_code) as part_count
      from {{ ref('mart_review') }} r
      join {{ ref('fact_review_quality') }} f on f.review_code = r.review_code
), review_cost as (
    select review.*,
           {{ money_part('cost.cost_usd', 'review.part_number', 'review.part_count') }} as cost_usd,
           {{ money_part('cost.imputed_cost_usd', 'review.part_number', 'review.part_count') }} as imputed_cost_usd,
           {{ part('cost.unpriced_tokens', 'review.part_number', 'review.part_count') }} as unpriced_tokens
      from review
      left join cost on cost.agent_instance_code = review.reviewer_agent_instance_code
), finding as (
    select s.*,
           row_number() over (partition by review_code order by review_finding_code) as part_number,
           count(*) over (partition by review_code) as part_count
      from {{ ref('sn_review_finding') }} s
)
select coalesce(f.review_finding_code, 'review:' || r.review_code) as cost_key,
       case when f.review_finding_code is null then 'empty_review' else 'finding' end as kind,
       f.review_finding_code,
       coalesce(r.review_code, f.review_code) as review_code,
       {{ named('r.pr_code') }} as pr_code,
       {{ named('r.ticket_code') }} as ticket_code,
       {{ named('r.project_code') }} as project_code,
       {{ named('r.reviewer_agent_code') }} as reviewer_agent_code,
       {{ named('r.author_agent_code') }} as author_agent_code,
       coalesce(r.day, {{ utc_day('f.created_at') }}) as day,
       coalesce(r.reviewed_at, f.created_at) as reviewed_at,
       r.review_round,
       r.review_verdict,
       f.finding_category,
       f.finding_severity,
       f.finding_outcome,
       f.finding_pattern_id,
       f.finding_description,
       f.finding_file_path,
       f.finding_line_number,
       {{ money_part('r.cost_usd', 'f.part_number', 'coalesce(f.part_count, 1)') }} as cost_usd,
       coalesce({{ money_part('r.imputed_cost_usd', 'f.part_number', 'coalesce(f.part_count, 1)') }}, 0) as imputed_cost_usd,
       cast(coalesce({{ part('r.unpriced_tokens', 'f.part_number', 'coalesce(f.part_count, 1)') }}, 0) as bigint) as unpriced_tokens
  from review_cost r
  full join finding f on f.review_code = r.review_code
union all
select '(none)', 'other_work', null, null, '(none)', '(none)', '(none)', '(none)', '(none)', null, null, null, null,
       null, null, null, null, null, null, null,
       cast(sum(cost_usd) as decimal(18,6)),
       cast(coalesce(sum(imputed_cost_usd), 0) as decimal(18,6)),
       cast(coalesce(sum(unpriced_tokens), 0) as bigint)
  from cost
 where agent_instance_code not in (select reviewer_agent_instance_code from review where reviewer_agent_instance_code is not null)
