{{ config(materialized='incremental', unique_key='agent_instance_code', schema='dwh') }}

-- Each instance as it stands, also one that only bookings name: it has a code and nothing else. Where no instance changed, nothing
-- is written, and nothing that reads it is built.
with defined as (
    select *
      from (
        select s.*, row_number() over (partition by hk_agent_instance order by version_id desc) as backwards
          from {{ ref('s_agent_instance_base') }} s
      ) ranked
     where backwards = 1
), named as (
    select agent_instance_code from {{ ref('bv_token_daily') }}
    union
    select agent_instance_code from {{ ref('sn_agent_instance_lifecycle') }}
    union
    select agent_instance_code from {{ ref('sn_agent_instance_ticket') }}
    union
    select agent_instance_code from {{ ref('sn_agent_instance_pr') }}
    union
    select agent_instance_code from {{ ref('sn_agent_instance_review') }}
), skilled as (
    select l.agent_instance_code,
           string_agg(coalesce(v.skillset_code, '?') || '@' || substr(l.skillset_version_code, 1, 12), ', '
                      order by v.skillset_code, l.skillset_version_code) as skillset_versions
      from {{ ref('l_agent_instance_skillset') }} l
      left join {{ ref('s_skillset_version') }} v on v.skillset_version_code = l.skillset_version_code
     group by l.agent_instance_code
), every as (
    select agent_instance_code from defined
    union
    select agent_instance_code from named
)
select e.agent_instance_code,
       {{ hash_key(['e.agent_instance_code']) }} as hk_agent_instance,
       coalesce(d.root_agent_instance_code, e.agent_instance_code) as root_agent_instance_code,
       d.spawned_by_agent_instance_code,
       d.agent_code,
       d.model_code,
       d.craft_version_code,
       c.craft_code,
       d.personality_version_code,
       p.personality_code,
       coalesce(d.project_code, main.project_code) as project_code,
       coalesce(d.ticket_code, main.ticket_code) as ticket_code,
       k.skillset_versions,
       d.source,
       d.agent_instance_title,
       d.agent_instance_started_at as started_at,
       d.agent_instance_ended_at as ended_at,
       d.agent_instance_outcome as outcome,
       d.created_at,
       coalesce(d.is_deleted, false) as is_deleted,
       d.agent_instance_code is not null as is_defined
  from every e
  left join defined d on d.agent_instance_code = e.agent_instance_code
  left join defined main on main.agent_instance_code = d.root_agent_instance_code
  left join {{ ref('s_craft_version') }} c on c.craft_version_code = d.craft_version_code
  left join {{ ref('s_personality_version') }} p on p.personality_version_code = d.personality_version_code
  left join skilled k on k.agent_instance_code = e.agent_instance_code
{{ unless_known() }}
