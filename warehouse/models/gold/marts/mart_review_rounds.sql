{{ config(materialized='table', schema='herd_dm') }}

with review as (
    select r.*,
           row_number() over (partition by pr_code order by coalesce(review_round, 2147483647), reviewed_at, review_code) as place,
           row_number() over (partition by pr_code order by coalesce(review_round, 2147483647) desc, reviewed_at desc, review_code desc) as place_from_last
      from {{ ref('mart_review') }} r
     where pr_code <> '(none)'
)
select r.pr_code,
       max(case when place = 1 then day end) as first_review_day,
       max(r.ticket_code) as ticket_code,
       max(r.project_code) as project_code,
       max(r.author_agent_code) as author_agent_code,
       {{ named('max(author.model_code)') }} as model_code,
       max(case when place = 1 then reviewer_agent_code end) as first_reviewer_agent_code,
       max(case when place = 1 then review_verdict end) as first_verdict,
       max(case when place_from_last = 1 then review_verdict end) as last_verdict,
       coalesce(max(case when place = 1 then review_verdict end) = 'approved', false) as is_first_pass,
       coalesce(bool_or(review_verdict = 'approved'), false) as is_approved,
       count(*) as round_count,
       count(*) filter (where review_verdict = 'request_changes') as changes_requested_count,
       cast(sum(finding_count) as bigint) as finding_count,
       cast(sum(blocking_count) as bigint) as blocking_count,
       {{ minutes_between('max(p.pr_created_at)', "min(case when review_verdict = 'approved' then reviewed_at end)") }} as minutes_to_approval
  from review r
  left join {{ ref('dim_pull_request') }} p on p.pr_code = r.pr_code and p.is_current
  left join {{ ref('bv_agent_instance') }} author on author.agent_instance_code = p.creator_agent_instance_code
 group by r.pr_code
