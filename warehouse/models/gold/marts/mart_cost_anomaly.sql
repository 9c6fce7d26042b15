{{ config(materialized='table', schema='herd_dm') }}

-- A spike is a day with cost of at least 1 USD, at least three times the median of the days with cost among the 28 days before, and
-- further from it than five times their median distance, where there are at least seven such days.
with daily as (
    select 'all' as scope, '(all)' as scope_code, day, cost_usd, cache_read_tokens, prompt_tokens, unpriced_tokens, model_code as part_code
      from {{ ref('mart_cost_daily') }}
    union all
    select 'agent', agent_code, day, cost_usd, cache_read_tokens, prompt_tokens, unpriced_tokens, model_code from {{ ref('mart_cost_daily') }}
    union all
    select 'project', project_code, day, cost_usd, cache_read_tokens, prompt_tokens, unpriced_tokens, model_code from {{ ref('mart_cost_daily') }}
    union all
    select 'model', model_code, day, cost_usd, cache_read_tokens, prompt_tokens, unpriced_tokens, agent_code from {{ ref('mart_cost_daily') }}
), summed as (
    select scope,
           scope_code,
           day,
           cast(sum(cost_usd) as decimal(18,6)) as cost_usd,
           sum(cache_read_tokens) as cache_read_tokens,
           sum(prompt_tokens) as prompt_tokens,
           cast(sum(unpriced_tokens) as bigint) as unpriced_tokens
      from daily
     group by scope, scope_code, day
), compared as (
    select s.*,
           count(before.cost_usd) as days_before,
           cast(median(before.cost_usd) as decimal(18,6)) as expected_cost_usd,
           mad(before.cost_usd) as distance,
           sum(before.cache_read_tokens) as cache_read_before,
           sum(before.prompt_tokens) as prompt_before
      from summed s
      left join summed before
        on before.scope = s.scope
       and before.scope_code = s.scope_code
       and before.day between s.day - 28 and s.day - 1
     group by all
), part as (
    select scope, scope_code, day, part_code, cast(sum(cost_usd) as decimal(18,6)) as cost_usd
      from daily
     group by scope, scope_code, day, part_code
), spike as (
    select *
      from compared
     where cost_usd >= 1
       and days_before >= 7
       and cost_usd >= 3 * expected_cost_usd
       and cost_usd - expected_cost_usd > 5 * distance
), driver as (
    select scope, scope_code, day,
           arg_max(part_code, (growth, part_code)) as driver_code
      from (
        select spike.scope, spike.scope_code, spike.day, part.part_code,
               coalesce(part.cost_usd, 0) - coalesce((select median(b.cost_usd) from part b where b.scope = spike.scope and b.scope_code = spike.scope_code
                                               and b.part_code = part.part_code and b.day between spike.day - 28 and spike.day - 1), 0) as growth
          from spike
          join part on part.scope = spike.scope and part.scope_code = spike.scope_code and part.day = spike.day
      ) grown
     group by scope, scope_code, day
), first_model as (
    select scope_code, min(day) as day
      from summed
     where scope = 'model' and cost_usd > 0
     group by scope_code
), marked as (
    select s.scope, s.scope_code, s.day, 'spike' as reason_code,
           'Cost ' || round(s.cost_usd, 2) || ' USD, ' || round(s.cost_usd / nullif(s.expected_cost_usd, 0), 1) || ' times the ' ||
           round(s.expected_cost_usd, 2) || ' USD of a usual day; most of it from ' || d.driver_code as reason,
           s.cost_usd, s.expected_cost_usd, d.driver_code, s.unpriced_tokens
      from spike s
      left join driver d on d.scope = s.scope and d.scope_code = s.scope_code and d.day = s.day
    union all
    select s.scope, s.scope_code, s.day, 'new_model', 'First day with cost of the model ' || s.scope_code, s.cost_usd, s.expected_cost_usd, null, s.unpriced_tokens
      from compared s
      join first_model f on f.scope_code = s.scope_code and f.day = s.day
     where s.scope = 'model'
       and s.day > (select min(day) from summed)
    union all
    select scope, scope_code, day, 'cache_drop',
           'Cache hit fell to ' || cast(round(100.0 * cache_read_tokens / prompt_tokens) as integer) || ' % from ' || cast(round(100.0 * cache_read_before / prompt_before) as integer) || ' %',
           cost_usd, expected_cost_usd, null, unpriced_tokens
      from compared
     where days_before >= 7
       and cost_usd >= 1
       and prompt_tokens > 0
       and prompt_before > 0
       and 1.0 * cache_read_before / prompt_before >= 0.2
       and 1.0 * cache_read_tokens / prompt_tokens < 0.5 * cache_read_before / prompt_before
    union all
    select scope, scope_code, day, 'unpriced', unpriced_tokens || ' tokens have no price; the cost is a lower bound', cost_usd, expected_cost_usd, null, unpriced_tokens
      from compared
     where unpriced_tokens > 0
       and scope in ('all', 'model')
)
select day,
       scope,
       scope_code,
       reason_code,
       reason,
       cost_usd,
       expected_cost_usd,
       cast(cost_usd / nullif(expected_cost_usd, 0) as double) as ratio,
       driver_code,
       unpriced_tokens
  from marked
