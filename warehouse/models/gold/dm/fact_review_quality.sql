{{ config(materialized='table', schema='herd_dm') }}

with finding as (
    select review_code,
           count(*) as finding_count,
           count(*) filter (where finding_severity = 'blocking') as blocking_count,
           count(*) filter (where finding_severity = 'advisory') as advisory_count,
           count(*) filter (where finding_outcome = 'accepted') as accepted_count,
           count(*) filter (where finding_outcome = 'disputed') as disputed_count,
           count(*) filter (where finding_outcome = 'deferred') as deferred_count
      from {{ ref('sn_review_finding') }}
     group by review_code
), placed as (
    select h.review_code,
           r.pr_code,
           r.reviewer_agent_instance_code,
           r.created_at as reviewed_at,
           r.review_round,
           r.review_verdict,
           r.review_duration_minutes,
           reviewer.agent_code as reviewer_agent_code,
           reviewer.model_code,
           p.ticket_code,
           author.agent_code as author_agent_code,
           author.project_code as author_project_code
      from {{ ref('s_review_base') }} r
      join {{ ref('h_review') }} h on h.hk_review = r.hk_review
      left join {{ ref('bv_agent_instance') }} reviewer on reviewer.agent_instance_code = r.reviewer_agent_instance_code
      left join {{ ref('dim_pull_request') }} p on p.pr_code = r.pr_code and p.is_current
      left join {{ ref('bv_agent_instance') }} author on author.agent_instance_code = p.creator_agent_instance_code
)
select e.review_code,
       {{ key_of('pr', 'pr_sk') }} as pr_sk,
       {{ key_of('ticket', 'ticket_sk') }} as ticket_sk,
       {{ key_of('project', 'project_sk') }} as project_sk,
       {{ key_of('reviewer', 'agent_sk') }} as reviewer_agent_sk,
       {{ key_of('author', 'agent_sk') }} as author_agent_sk,
       {{ key_of('model', 'model_sk') }} as model_sk,
       {{ date_sk(utc_day('e.reviewed_at')) }} as reviewed_date_sk,
       e.pr_code,
       e.reviewer_agent_instance_code,
       e.reviewed_at,
       e.review_round,
       e.review_verdict,
       coalesce(e.review_round = 1 and e.review_verdict = 'approved', false) as is_first_pass,
       coalesce(f.finding_count, 0) as finding_count,
       coalesce(f.blocking_count, 0) as blocking_count,
       coalesce(f.advisory_count, 0) as advisory_count,
       coalesce(f.accepted_count, 0) as accepted_count,
       coalesce(f.disputed_count, 0) as disputed_count,
       coalesce(f.deferred_count, 0) as deferred_count,
       e.review_duration_minutes
  from placed e
  left join finding f on f.review_code = e.review_code
  {{ as_of(ref('dim_pull_request'), 'pr_sk', 'pr_code', 'e.pr_code', 'e.reviewed_at', 'pr') }}
  {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 'e.ticket_code', 'e.reviewed_at', 'ticket', ['project_code']) }}
  {{ as_of(ref('dim_project'), 'project_sk', 'project_code', 'coalesce(ticket.project_code, e.author_project_code)', 'e.reviewed_at', 'project') }}
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.reviewer_agent_code', 'e.reviewed_at', 'reviewer') }}
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.author_agent_code', 'e.reviewed_at', 'author') }}
  {{ as_of(ref('dim_model'), 'model_sk', 'model_code', 'e.model_code', 'e.reviewed_at', 'model') }}
