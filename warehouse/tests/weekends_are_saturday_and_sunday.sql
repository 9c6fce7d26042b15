-- 3 January 2026 was a Saturday; every seventh day since is one, and the day after it a Sunday.
select date_day
  from {{ ref('dim_date') }}
 where date_day is not null
   and is_weekend <> (((date_day - date '2026-01-03') % 7 + 7) % 7 in (0, 1))
