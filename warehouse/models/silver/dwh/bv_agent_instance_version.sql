{{ config(materialized='view', schema='dwh') }}

-- Every version of an instance with the craft and the personality that its versions of them belong to.
select i.hk_agent_instance,
       i.version_id,
       i.agent_code,
       c.craft_code,
       p.personality_code,
       {{ hash_key(['i.agent_instance_code', 'i.agent_code', 'i.model_code', 'c.craft_code', 'p.personality_code']) }} as hk_ln_agent_instance,
       {{ hash_key(['i.agent_code', 'c.craft_code']) }} as hk_agent_craft,
       {{ hash_key(['i.agent_code', 'p.personality_code']) }} as hk_agent_personality,
       {{ hash_key(['i.agent_code']) }} as hk_agent,
       {{ hash_key(['i.model_code']) }} as hk_model,
       {{ hash_key(['c.craft_code']) }} as hk_craft,
       {{ hash_key(['p.personality_code']) }} as hk_personality,
       i.load_ts,
       i.rsrc,
       greatest(i._batch, coalesce(c._batch, 0), coalesce(p._batch, 0)) as _batch
  from {{ ref('stg_herd__agent_instance') }} i
  left join {{ ref('stg_herd__craft_version') }} c on c.craft_version_code = i.craft_version_code
  left join {{ ref('stg_herd__personality_version') }} p on p.personality_version_code = i.personality_version_code
