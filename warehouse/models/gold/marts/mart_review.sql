{{ config(materialized='table', schema='herd_dm') }}

select f.review_code,
       {{ utc_day('f.reviewed_at') }} as day,
       f.reviewed_at,
       {{ named('f.pr_code') }} as pr_code,
       {{ named('p.ticket_code') }} as ticket_code,
       {{ named('coalesce(ticket.project_code, author.project_code)') }} as project_code,
       {{ named('reviewer.agent_code') }} as reviewer_agent_code,
       {{ named('author.agent_code') }} as author_agent_code,
       {{ named('reviewer.model_code') }} as model_code,
       f.review_round,
       f.review_verdict,
       f.is_first_pass,
       f.finding_count,
       f.blocking_count,
       f.advisory_count,
       f.accepted_count,
       f.disputed_count,
       f.deferred_count,
       f.review_duration_minutes
  from {{ ref('fact_review_quality') }} f
  left join {{ ref('dim_pull_request') }} p on p.pr_code = f.pr_code and p.is_current
  left join {{ ref('dim_ticket') }} ticket on ticket.ticket_code = p.ticket_code and ticket.is_current
  left join {{ ref('bv_agent_instance') }} reviewer on reviewer.agent_instance_code = f.reviewer_agent_instance_code
  left join {{ ref('bv_agent_instance') }} author on author.agent_instance_code = p.creator_agent_instance_code
