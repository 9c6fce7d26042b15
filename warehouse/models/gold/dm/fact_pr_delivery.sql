{{ config(materialized='table', schema='herd_dm') }}

with reviewed as (
    select pr_code, count(*) as review_count, min(created_at) as first_review_at
      from {{ ref('s_review_base') }}
     where pr_code is not null
     group by pr_code
), pushed as (
    select pr_code, count(*) as push_count
      from {{ ref('sn_agent_instance_pr') }}
     where pr_event_type = 'pushed'
     group by pr_code
), placed as (
    select p.*,
           i.agent_code,
           i.model_code,
           i.project_code as instance_project_code,
           coalesce(r.review_count, 0) as review_count,
           r.first_review_at,
           coalesce(u.push_count, 0) as push_count
      from {{ ref('dim_pull_request') }} p
      left join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = p.creator_agent_instance_code
      left join reviewed r on r.pr_code = p.pr_code
      left join pushed u on u.pr_code = p.pr_code
     where p.is_current
       and p.pr_sk <> {{ unknown_key() }}
)
select e.pr_code,
       e.pr_sk,
       {{ key_of('ticket', 'ticket_sk') }} as ticket_sk,
       {{ key_of('project', 'project_sk') }} as project_sk,
       {{ key_of('sprint', 'sprint_sk') }} as sprint_sk,
       {{ key_of('agent', 'agent_sk') }} as agent_sk,
       {{ key_of('model', 'model_sk') }} as model_sk,
       {{ date_sk(utc_day('e.pr_created_at')) }} as created_date_sk,
       {{ date_sk(utc_day('e.pr_merged_at')) }} as merged_date_sk,
       {{ date_sk(utc_day('e.pr_closed_at')) }} as closed_date_sk,
       e.creator_agent_instance_code,
       e.pr_created_at as created_at,
       e.first_review_at,
       e.pr_merged_at as merged_at,
       e.pr_closed_at as closed_at,
       case when e.pr_merged_at is not null then 'merged' when e.pr_closed_at is not null then 'closed' else 'open' end as pr_state,
       e.pr_lines_added as lines_added,
       e.pr_lines_deleted as lines_deleted,
       e.pr_files_changed as files_changed,
       e.push_count,
       e.review_count,
       {{ minutes_between('e.pr_created_at', 'e.first_review_at') }} as minutes_to_first_review,
       {{ minutes_between('e.pr_created_at', 'e.pr_merged_at') }} as minutes_to_merge,
       e.is_deleted
  from placed e
  {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 'e.ticket_code', 'e.pr_created_at', 'ticket', ['project_code', 'current_sprint_code']) }}
  {{ as_of(ref('dim_project'), 'project_sk', 'project_code', 'coalesce(ticket.project_code, e.instance_project_code)', 'e.pr_created_at', 'project') }}
  {{ as_of(ref('dim_sprint'), 'sprint_sk', 'sprint_code', 'ticket.current_sprint_code', 'e.pr_created_at', 'sprint') }}
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.agent_code', 'e.pr_created_at', 'agent') }}
  {{ as_of(ref('dim_model'), 'model_sk', 'model_code', 'e.model_code', 'e.pr_created_at', 'model') }}
