{{ config(materialized='table', schema='herd_dm') }}

with event as (
    select s.booking_id,
           s.event_at,
           s.agent_instance_code,
           s.ticket_code,
           s.ticket_event_type,
           s.ticket_status,
           last_value(s.ticket_status ignore nulls) over earlier as previous_status,
           coalesce(s.sprint_code, ticket.current_sprint_code) as sprint_code,
           ticket.ticket_sk,
           ticket.project_code,
           {{ points('ticket.ticket_tshirt_size') }} as ticket_points
      from {{ ref('sn_agent_instance_ticket') }} s
      {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 's.ticket_code', 's.event_at', 'ticket', ['project_code', 'current_sprint_code', 'ticket_tshirt_size']) }}
    window earlier as (partition by s.ticket_code, case when s.ticket_code is null then s.booking_id end order by s.event_at, s.booking_id rows between unbounded preceding and 1 preceding)
), judged as (
    select event.*,
           {{ is_done('coalesce(ticket_status, previous_status)') }} as is_done,
           case when {{ is_closed('coalesce(ticket_status, previous_status)') }} then 0 else 1 end as open_after
      from event
     where sprint_code is not null
), placed as (
    select judged.*,
           open_after - coalesce(lag(open_after) over in_sprint, 0) as remaining_change,
           open_after * ticket_points - coalesce(lag(open_after * ticket_points) over in_sprint, 0) as remaining_points_change,
           i.agent_code,
           i.project_code as instance_project_code
      from judged
      left join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = judged.agent_instance_code
    window in_sprint as (partition by judged.sprint_code, judged.ticket_code, case when judged.ticket_code is null then judged.booking_id end order by judged.event_at, judged.booking_id)
)
select e.booking_id,
       {{ key_of('sprint', 'sprint_sk') }} as sprint_sk,
       {{ key_of('e', 'ticket_sk') }} as ticket_sk,
       {{ key_of('project', 'project_sk') }} as project_sk,
       {{ key_of('agent', 'agent_sk') }} as agent_sk,
       {{ date_sk(utc_day('e.event_at')) }} as event_date_sk,
       e.sprint_code,
       e.ticket_code,
       e.agent_instance_code,
       e.event_at,
       e.ticket_event_type,
       e.ticket_status,
       e.previous_status,
       e.ticket_points,
       e.is_done,
       cast(e.remaining_change as integer) as remaining_change,
       cast(e.remaining_points_change as integer) as remaining_points_change
  from placed e
  {{ as_of(ref('dim_sprint'), 'sprint_sk', 'sprint_code', 'e.sprint_code', 'e.event_at', 'sprint') }}
  {{ as_of(ref('dim_project'), 'project_sk', 'project_code', 'coalesce(e.project_code, e.instance_project_code)', 'e.event_at', 'project') }}
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.agent_code', 'e.event_at', 'agent') }}
