-- No join of a fact loses or multiplies a row: each has as many as there are events, instances, pull requests or reviews.
select *
  from (
    select 'fact_ticket_lifecycle' as name, (select count(*) from {{ ref('fact_ticket_lifecycle') }}) as has, (select count(*) from {{ ref('sn_agent_instance_ticket') }}) as ought
    union all
    select 'fact_agent_instance_cost', (select count(*) from {{ ref('fact_agent_instance_cost') }}), (select count(distinct agent_instance_code) from {{ ref('bv_token_daily') }})
    union all
    select 'fact_pr_delivery', (select count(*) from {{ ref('fact_pr_delivery') }}), (select count(*) from {{ ref('h_pull_request') }})
    union all
    select 'fact_review_quality', (select count(*) from {{ ref('fact_review_quality') }}), (select count(*) from {{ ref('h_review') }})
    union all
    select 'mart_review', (select count(*) from {{ ref('mart_review') }}), (select count(*) from {{ ref('h_review') }})
    union all
    select 'mart_cost_per_review_finding', (select count(*) from {{ ref('mart_cost_per_review_finding') }} where kind = 'finding'), (select count(*) from {{ ref('sn_review_finding') }})
  ) counted
 where has <> ought
