{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'agent_instance_skillset'), 'herd.agent_instance_skillset',
  {'hk_agent_instance_skillset': ['agent_instance_code', 'skillset_version_code'], 'hk_agent_instance': ['agent_instance_code']},
  ['agent_instance_code', 'skillset_version_code'],
  []
) }}
