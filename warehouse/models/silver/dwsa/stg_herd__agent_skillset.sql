{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'agent_skillset'), 'herd.agent_skillset',
  {'hk_agent_skillset': ['agent_code', 'skillset_code'], 'hk_agent': ['agent_code'], 'hk_skillset': ['skillset_code']},
  ['agent_code', 'skillset_code', 'created_at'],
  ['created_at']
) }}
