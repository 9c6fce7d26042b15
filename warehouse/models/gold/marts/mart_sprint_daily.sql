{{ config(materialized='table', schema='herd_dm') }}

-- A day counts the tickets as they were at its end; the last day as they were just before the sprint ended.
with sprint as (
    select sprint_code,
           {{ utc_day('sprint_started_at') }} as first_day,
           greatest({{ utc_day('sprint_started_at') }},
                    least({{ utc_day('coalesce(sprint_actual_end_at, sprint_planned_end_at, last_at)') }}, last_day,
                          {{ utc_day('sprint_started_at') }} + 366)) as last_day,
           {{ moment('sprint_actual_end_at') }} as ended_us,
           greatest({{ utc_day('coalesce(sprint_planned_end_at, sprint_actual_end_at, last_at)') }} - {{ utc_day('sprint_started_at') }}, 1) as planned_days
      from {{ ref('dim_sprint') }}
     cross join {{ ref('bv_book_span') }}
     where is_current
       and not is_deleted
       and sprint_started_at is not null
), days as (
    select s.*,
           d.date_day as day,
           cast(d.date_day - s.first_day + 1 as integer) as day_number,
           least(epoch_us(cast(d.date_day + 1 as timestamp)), coalesce(s.ended_us, 9223372036854775807)) as cut_us
      from sprint s
      join {{ ref('dim_date') }} d on d.date_day between s.first_day and s.last_day
), state as (
    select s.*,
           {{ moment('state_from') }} as from_us,
           {{ moment('state_to') }} as to_us
      from {{ ref('bv_ticket_state') }} s
     where not is_deleted
       and sprint_code is not null
), counted as (
    select d.sprint_code,
           d.day,
           count(s.ticket_code) as scope_count,
           count(*) filter (where s.is_done) as done_count,
           count(*) filter (where not s.is_closed) as remaining_count,
           coalesce(sum(s.ticket_points), 0) as scope_points,
           coalesce(sum(s.ticket_points) filter (where s.is_done), 0) as done_points,
           coalesce(sum(s.ticket_points) filter (where not s.is_closed), 0) as remaining_points
      from days d
      left join state s on s.sprint_code = d.sprint_code and s.from_us < d.cut_us and s.to_us >= d.cut_us
     group by d.sprint_code, d.day
), cost as (
    select sprint_code, day, cast(sum(cost_usd) as decimal(18,6)) as cost_usd
      from {{ ref('mart_cost_daily') }}
     group by sprint_code, day
)
select d.sprint_code,
       d.day,
       d.day_number,
       c.scope_count,
       c.done_count,
       c.remaining_count,
       cast(c.scope_points as bigint) as scope_points,
       cast(c.done_points as bigint) as done_points,
       cast(c.remaining_points as bigint) as remaining_points,
       greatest(0, cast(first_value(c.scope_points) over (partition by d.sprint_code order by d.day) as double)
                   * (1 - cast(d.day_number - 1 as double) / d.planned_days)) as ideal_remaining_points,
       cost.cost_usd
  from days d
  join counted c on c.sprint_code = d.sprint_code and c.day = d.day
  left join cost on cost.sprint_code = d.sprint_code and cost.day = d.day
