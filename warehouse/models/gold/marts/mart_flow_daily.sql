{{ config(materialized='table', schema='herd_dm') }}

-- The state of a ticket at the end of a day is the one that began before the next day and had not ended by then.
with state as (
    select s.*,
           {{ named('s.project_code') }} as project,
           {{ utc_day('state_from') }} as first_day,
           least(case when state_to = {{ open_end() }} then date '9999-12-31' else {{ utc_day('state_to') }} end,
                 (select last_day + 1 from {{ ref('bv_book_span') }})) as end_day
      from {{ ref('bv_ticket_state') }} s
), change as (
    select first_day as day, project, 1 as sign, is_closed, is_deleted, is_blocked, is_waiting from state where first_day < end_day
    union all
    select end_day, project, -1, is_closed, is_deleted, is_blocked, is_waiting from state where first_day < end_day
), stepped as (
    select day,
           project,
           sum(case when not is_closed and not is_deleted then sign else 0 end) as open_count,
           sum(case when not is_closed and not is_deleted and not is_blocked and not is_waiting then sign else 0 end) as in_progress_count,
           sum(case when not is_closed and not is_deleted and is_blocked then sign else 0 end) as blocked_count,
           sum(case when not is_closed and not is_deleted and not is_blocked and is_waiting then sign else 0 end) as waiting_count,
           0 as created_count,
           0 as started_count,
           0 as done_count
      from change
     group by day, project
    union all
    select {{ utc_day('created_at') }}, project_code, 0, 0, 0, 0, 1, 0, 0 from {{ ref('mart_flow') }}
    union all
    select {{ utc_day('started_at') }}, project_code, 0, 0, 0, 0, 0, 1, 0 from {{ ref('mart_flow') }} where started_at is not null
    union all
    select done_day, project_code, 0, 0, 0, 0, 0, 0, 1 from {{ ref('mart_flow') }} where done_day is not null
), project as (
    select project, min(day) as first_day from stepped group by project
), grid as (
    select d.date_day as day, p.project
      from project p
      join {{ ref('dim_date') }} d on d.date_day between p.first_day and (select last_day from {{ ref('bv_book_span') }})
    union
    select day, project from stepped where day <= (select last_day from {{ ref('bv_book_span') }})
), daily as (
    select g.day,
           g.project,
           sum(coalesce(s.open_count, 0)) as open_count,
           sum(coalesce(s.in_progress_count, 0)) as in_progress_count,
           sum(coalesce(s.blocked_count, 0)) as blocked_count,
           sum(coalesce(s.waiting_count, 0)) as waiting_count,
           sum(coalesce(s.created_count, 0)) as created_count,
           sum(coalesce(s.started_count, 0)) as started_count,
           sum(coalesce(s.done_count, 0)) as done_count
      from grid g
      left join stepped s on s.day = g.day and s.project = g.project
     group by g.day, g.project
)
select day,
       project as project_code,
       cast(sum(open_count) over so_far as bigint) as open_count,
       cast(sum(in_progress_count) over so_far as bigint) as in_progress_count,
       cast(sum(blocked_count) over so_far as bigint) as blocked_count,
       cast(sum(waiting_count) over so_far as bigint) as waiting_count,
       cast(created_count as bigint) as created_count,
       cast(started_count as bigint) as started_count,
       cast(done_count as bigint) as done_count
  from daily
window so_far as (partition by project order by day rows between unbounded preceding and current row)
