{{ config(materialized='table', schema='dwh') }}

-- The pull requests that the cost of each instance is put to, in equal parts (part k of n), by the first rule that finds any:
-- created, conversation, reviewed, ticket. An instance that none finds has no row.
with pr as (
    select h.pr_code, l.creator_agent_instance_code, l.ticket_code
      from (
        select s.*, row_number() over (partition by hk_pull_request order by version_id desc) as backwards
          from {{ ref('s_pull_request_base') }} s
      ) l
      join {{ ref('h_pull_request') }} h on h.hk_pull_request = l.hk_pull_request
     where l.backwards = 1
), review as (
    select distinct reviewer_agent_instance_code, pr_code
      from {{ ref('s_review_base') }}
     where reviewer_agent_instance_code is not null
       and pr_code is not null
), found as (
    select i.agent_instance_code, pr.pr_code, 1 as rule
      from {{ ref('bv_agent_instance') }} i
      join pr on pr.creator_agent_instance_code = i.agent_instance_code
    union
    select i.agent_instance_code, pr.pr_code, 2
      from {{ ref('bv_agent_instance') }} i
      join {{ ref('bv_agent_instance') }} creator on creator.root_agent_instance_code = i.root_agent_instance_code
      join pr on pr.creator_agent_instance_code = creator.agent_instance_code
    union
    select reviewer_agent_instance_code, pr_code, 3
      from review
    union
    select i.agent_instance_code, pr.pr_code, 4
      from {{ ref('bv_agent_instance') }} i
      join pr on pr.ticket_code = i.ticket_code
), ranked as (
    select found.*,
           min(rule) over (partition by agent_instance_code) as best
      from found
)
select agent_instance_code,
       pr_code,
       case rule when 1 then 'created' when 2 then 'conversation' when 3 then 'reviewed' else 'ticket' end as pr_rule,
       cast(row_number() over (partition by agent_instance_code order by pr_code) as integer) as part_number,
       cast(count(*) over (partition by agent_instance_code) as integer) as part_count
  from ranked
 where rule = best
