{{ config(materialized='table', schema='herd_dm') }}

with event as (
    select agent_instance_code, event_at, 1 as lifecycle, 0 as ticket, 0 as pr, 0 as review from {{ ref('sn_agent_instance_lifecycle') }}
    union all
    select agent_instance_code, event_at, 0, 1, 0, 0 from {{ ref('sn_agent_instance_ticket') }}
    union all
    select agent_instance_code, event_at, 0, 0, 1, 0 from {{ ref('sn_agent_instance_pr') }}
    union all
    select agent_instance_code, event_at, 0, 0, 0, 1 from {{ ref('sn_agent_instance_review') }}
), counted as (
    select agent_instance_code,
           min(event_at) as first_event_at,
           cast(sum(lifecycle) as bigint) as lifecycle_event_count,
           cast(sum(ticket) as bigint) as ticket_event_count,
           cast(sum(pr) as bigint) as pr_event_count,
           cast(sum(review) as bigint) as review_event_count
      from event
     group by agent_instance_code
), placed as (
    select i.*,
           coalesce(c.lifecycle_event_count, 0) as lifecycle_event_count,
           coalesce(c.ticket_event_count, 0) as ticket_event_count,
           coalesce(c.pr_event_count, 0) as pr_event_count,
           coalesce(c.review_event_count, 0) as review_event_count,
           coalesce(i.started_at, c.first_event_at, i.created_at) as event_at
      from {{ ref('bv_agent_instance') }} i
      left join counted c on c.agent_instance_code = i.agent_instance_code
     where i.is_defined
        or c.agent_instance_code is not null
)
select e.agent_instance_code,
       e.hk_agent_instance,
       {{ key_of('agent', 'agent_sk') }} as agent_sk,
       {{ key_of('model', 'model_sk') }} as model_sk,
       {{ key_of('craft', 'craft_sk') }} as craft_sk,
       {{ key_of('personality', 'personality_sk') }} as personality_sk,
       {{ key_of('project', 'project_sk') }} as project_sk,
       {{ key_of('ticket', 'ticket_sk') }} as ticket_sk,
       {{ date_sk(utc_day('e.event_at')) }} as started_date_sk,
       {{ date_sk(utc_day('e.ended_at')) }} as ended_date_sk,
       e.event_at,
       e.root_agent_instance_code,
       e.spawned_by_agent_instance_code,
       e.source,
       e.started_at,
       e.ended_at,
       {{ minutes_between('e.started_at', 'e.ended_at') }} as duration_minutes,
       e.outcome,
       e.started_at is not null and e.ended_at is null as is_running,
       e.lifecycle_event_count,
       e.ticket_event_count,
       e.pr_event_count,
       e.review_event_count
  from placed e
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.agent_code', 'e.event_at', 'agent') }}
  {{ as_of(ref('dim_model'), 'model_sk', 'model_code', 'e.model_code', 'e.event_at', 'model') }}
  {{ as_of(ref('dim_craft'), 'craft_sk', 'craft_code', 'e.craft_code', 'e.event_at', 'craft') }}
  {{ as_of(ref('dim_personality'), 'personality_sk', 'personality_code', 'e.personality_code', 'e.event_at', 'personality') }}
  {{ as_of(ref('dim_project'), 'project_sk', 'project_code', 'e.project_code', 'e.event_at', 'project') }}
  {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 'e.ticket_code', 'e.event_at', 'ticket') }}
