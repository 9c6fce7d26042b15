{{ config(materialized='table', schema='dwh') }}

-- The state of each ticket over time: what its own row said, and what was booked of it. A ticket's first version says nothing of its
-- status where events before it did (it was registered later than it was worked on).
with own as (
    select ticket_code,
           valid_from as told_at,
           case when lag(valid_from) over (partition by ticket_code order by valid_from) is null then 1 else 0 end as is_first,
           ticket_current_status as status,
           current_sprint_code as sprint_code,
           project_code,
           ticket_tshirt_size,
           is_deleted
      from {{ ref('dim_ticket') }}
     where ticket_sk <> {{ unknown_key() }}
), event as (
    select ticket_code, event_at as told_at, booking_id, ticket_status as status, sprint_code, agent_instance_code
      from {{ ref('sn_agent_instance_ticket') }}
     where ticket_code is not null
), first_event as (
    select ticket_code, min(told_at) as told_at
      from event
     where status is not null
     group by ticket_code
), told as (
    select event.ticket_code, event.told_at, 0 as turn, event.booking_id, event.status, event.sprint_code, event.agent_instance_code,
           false as is_own, cast(null as boolean) as is_deleted, cast(null as varchar) as own_sprint_code
      from event
    union all
    select own.ticket_code, own.told_at, 1, 0,
           case when own.is_first = 1 and first_event.told_at <= own.told_at then null else own.status end,
           null, null, true, own.is_deleted, own.sprint_code
      from own
      left join first_event on first_event.ticket_code = own.ticket_code
), carried as (
    select ticket_code,
           told_at,
           turn,
           booking_id,
           last_value(status ignore nulls) over so_far as status,
           case when last_value(case when is_own then true end ignore nulls) over so_far
                then last_value(case when is_own then coalesce(own_sprint_code, '') end ignore nulls) over so_far
                else last_value(sprint_code ignore nulls) over so_far end as sprint_code,
           last_value(agent_instance_code ignore nulls) over so_far as agent_instance_code,
           coalesce(last_value(is_deleted ignore nulls) over so_far, false) as is_deleted,
           row_number() over (partition by ticket_code, told_at order by turn desc, booking_id desc) as backwards
      from told
    window so_far as (partition by ticket_code order by told_at, turn, booking_id rows between unbounded preceding and current row)
)
select carried.ticket_code,
       carried.told_at as state_from,
       coalesce(lead(carried.told_at) over (partition by carried.ticket_code order by carried.told_at), {{ open_end() }}) as state_to,
       carried.status,
       nullif(carried.sprint_code, '') as sprint_code,
       carried.agent_instance_code,
       carried.is_deleted,
       {{ is_done('carried.status') }} as is_done,
       {{ is_closed('carried.status') }} as is_closed,
       {{ is_waiting('carried.status') }} as is_waiting,
       coalesce(carried.status = 'blocked', false) as is_blocked,
       {{ points('size.ticket_tshirt_size') }} as ticket_points,
       size.project_code
  from carried
  left join {{ ref('dim_ticket') }} size on size.ticket_code = carried.ticket_code and size.is_current
 where carried.backwards = 1
