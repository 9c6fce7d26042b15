{{ config(materialized='table', schema='herd_dm') }}

with daily as (
    select d.*,
           row_number() over (partition by sprint_code order by day) as place,
           row_number() over (partition by sprint_code order by day desc) as place_from_last
      from {{ ref('mart_sprint_daily') }} d
), summed as (
    select sprint_code,
           max(case when place = 1 then scope_count end) as committed_count,
           max(case when place = 1 then scope_points end) as committed_points,
           max(case when place_from_last = 1 then scope_count end) as scope_count,
           max(case when place_from_last = 1 then scope_points end) as scope_points,
           max(case when place_from_last = 1 then done_count end) as done_count,
           max(case when place_from_last = 1 then done_points end) as done_points,
           max(case when place_from_last = 1 then remaining_count end) as remaining_count
      from daily
     group by sprint_code
), cost as (
    select sprint_code, cast(sum(cost_usd) as decimal(18,6)) as cost_usd
      from {{ ref('mart_cost_daily') }}
     group by sprint_code
), running as (
    select sprint_code
      from {{ ref('dim_sprint') }}
     where is_current
       and not is_deleted
       and sprint_started_at is not null
       and sprint_actual_end_at is null
     order by sprint_started_at desc, sprint_code desc
     limit 1
)
select s.sprint_code,
       s.sprint_title,
       s.sprint_goal,
       s.sprint_started_at as started_at,
       s.sprint_planned_end_at as planned_end_at,
       s.sprint_actual_end_at as actual_end_at,
       running.sprint_code is not null as is_current,
       coalesce(d.committed_count, 0) as committed_count,
       coalesce(d.committed_points, 0) as committed_points,
       coalesce(d.scope_count, 0) as scope_count,
       coalesce(d.scope_points, 0) as scope_points,
       coalesce(d.done_count, 0) as done_count,
       coalesce(d.done_points, 0) as velocity_points,
       coalesce(d.remaining_count, 0) as carried_over_count,
       cost.cost_usd
  from {{ ref('dim_sprint') }} s
  left join summed d on d.sprint_code = s.sprint_code
  left join cost on cost.sprint_code = s.sprint_code
  left join running on running.sprint_code = s.sprint_code
 where s.is_current
   and not s.is_deleted
   and s.sprint_sk <> {{ unknown_key() }}
