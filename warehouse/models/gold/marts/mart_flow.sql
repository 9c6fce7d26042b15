{{ config(materialized='table', schema='herd_dm') }}

with state as (
    select s.*,
           lag(is_done) over (partition by ticket_code order by state_from) as was_done
      from {{ ref('bv_ticket_state') }} s
), span as (
    select last_at from {{ ref('bv_book_span') }}
), summed as (
    select ticket_code,
           min(state_from) as first_at,
           min(case when not is_waiting and not is_closed and not is_blocked then state_from end) as first_work_at,
           min(case when is_closed then state_from end) as first_closed_at,
           max(case when is_done and not coalesce(was_done, false) then state_from end) as last_done_at,
           sum(case when is_blocked then epoch_us(least(state_to, last_at)) - epoch_us(least(state_from, last_at)) else 0 end) as blocked_us,
           count(*) filter (where was_done and not is_done) as reopened_count
      from state cross join span
     group by ticket_code
), present as (
    select * from state where state_to = {{ open_end() }}
), handed as (
    select ticket_code, count(*) as handoff_count
      from {{ ref('sn_agent_instance_ticket') }}
     where handoff_to_agent_code is not null
     group by ticket_code
), pr as (
    select ticket_code, count(*) as pr_count
      from {{ ref('dim_pull_request') }}
     where is_current and not is_deleted and ticket_code is not null
     group by ticket_code
), timed as (
    select s.ticket_code,
           coalesce(least(t.ticket_created_at, s.first_at), s.first_at) as created_at,
           coalesce(s.first_work_at, s.first_closed_at) as started_at,
           case when p.is_done then s.last_done_at end as done_at,
           cast(cast(s.blocked_us as decimal(18,0)) / 60000000 as decimal(18,6)) as blocked_minutes,
           s.reopened_count,
           p.status,
           p.sprint_code,
           p.is_done,
           p.is_blocked,
           p.is_deleted,
           p.ticket_points,
           p.agent_instance_code,
           t.ticket_title,
           t.project_code,
           t.ticket_tshirt_size
      from summed s
      join present p on p.ticket_code = s.ticket_code
      left join {{ ref('dim_ticket') }} t on t.ticket_code = s.ticket_code and t.is_current
)
select t.ticket_code,
       t.ticket_title,
       {{ named('t.project_code') }} as project_code,
       {{ named('t.sprint_code') }} as sprint_code,
       {{ named('i.agent_code') }} as agent_code,
       t.ticket_tshirt_size,
       t.ticket_points,
       t.status as ticket_status,
       t.created_at,
       t.started_at,
       t.done_at,
       {{ utc_day('t.done_at') }} as done_day,
       {{ minutes_between('t.created_at', 't.done_at') }} as lead_time_minutes,
       {{ minutes_between('t.started_at', 't.done_at') }} as cycle_time_minutes,
       t.blocked_minutes,
       t.is_done,
       t.is_blocked,
       t.reopened_count,
       coalesce(handed.handoff_count, 0) as handoff_count,
       coalesce(pr.pr_count, 0) as pr_count,
       t.is_deleted
  from timed t
  left join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = t.agent_instance_code
  left join handed on handed.ticket_code = t.ticket_code
  left join pr on pr.ticket_code = t.ticket_code
