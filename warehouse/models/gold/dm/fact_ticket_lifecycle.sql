{{ config(materialized='table', schema='herd_dm') }}

-- Events of a ticket follow each other by their time, and at one time by their booking.
with before as (
    select s.*,
           last_value(ticket_status ignore nulls) over earlier as previous_status
      from {{ ref('sn_agent_instance_ticket') }} s
    window earlier as (partition by ticket_code, case when ticket_code is null then booking_id end order by event_at, booking_id rows between unbounded preceding and 1 preceding)
), turned as (
    select before.*,
           coalesce(ticket_status, previous_status) as status_after,
           ticket_status is not null and ticket_status is distinct from previous_status as is_status_change
      from before
), placed as (
    select turned.*,
           last_value(case when is_status_change then event_at end ignore nulls) over earlier as previous_status_since,
           i.agent_code,
           i.project_code as instance_project_code
      from turned
      left join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = turned.agent_instance_code
    window earlier as (partition by turned.ticket_code, case when turned.ticket_code is null then turned.booking_id end order by turned.event_at, turned.booking_id rows between unbounded preceding and 1 preceding)
)
select e.booking_id,
       {{ key_of('ticket', 'ticket_sk') }} as ticket_sk,
       {{ key_of('project', 'project_sk') }} as project_sk,
       {{ key_of('sprint', 'sprint_sk') }} as sprint_sk,
       {{ key_of('agent', 'agent_sk') }} as agent_sk,
       {{ key_of('handoff', 'agent_sk') }} as handoff_agent_sk,
       {{ key_of('blocker', 'ticket_sk') }} as blocker_ticket_sk,
       {{ date_sk(utc_day('e.event_at')) }} as event_date_sk,
       e.ticket_code,
       e.agent_instance_code,
       e.event_at,
       e.ticket_event_type,
       e.ticket_status,
       e.previous_status,
       e.previous_status_since,
       case when e.is_status_change then {{ minutes_between('e.previous_status_since', 'e.event_at') }} end as minutes_in_previous_status,
       e.is_status_change,
       coalesce(e.status_after = 'blocked', false) as is_blocked,
       e.blocker_ticket_code,
       e.blocker_description,
       e.handoff_to_agent_code,
       e.ticket_activity_comment
  from placed e
  {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 'e.ticket_code', 'e.event_at', 'ticket', ['project_code', 'current_sprint_code']) }}
  {{ as_of(ref('dim_project'), 'project_sk', 'project_code', 'coalesce(ticket.project_code, e.instance_project_code)', 'e.event_at', 'project') }}
  {{ as_of(ref('dim_sprint'), 'sprint_sk', 'sprint_code', 'coalesce(e.sprint_code, ticket.current_sprint_code)', 'e.event_at', 'sprint') }}
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.agent_code', 'e.event_at', 'agent') }}
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.handoff_to_agent_code', 'e.event_at', 'handoff') }}
  {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 'e.blocker_ticket_code', 'e.event_at', 'blocker') }}
