{{ config(materialized='table', schema='herd_dm') }}

select {{ date_sk('day') }} as date_sk,
       day as date_day,
       cast(year(day) as integer) as year,
       cast(quarter(day) as integer) as quarter,
       cast(month(day) as integer) as month,
       monthname(day) as month_name,
       cast(date_trunc('month', day) as date) as month_start,
       cast(day(day) as integer) as day_of_month,
       cast(dayofyear(day) as integer) as day_of_year,
       cast(isodow(day) as integer) as day_of_week,
       dayname(day) as day_name,
       cast(isoyear(day) as integer) as iso_year,
       cast(weekofyear(day) as integer) as iso_week,
       cast(date_trunc('week', day) as date) as week_start,
       isodow(day) in (6, 7) as is_weekend
  from (
    select cast(unnest(generate_series(date '2000-01-01', date '2049-12-31', interval 1 day)) as date) as day
  ) days
union all
select 0, null, null, null, null, null, null, null, null, null, null, null, null, null, null
