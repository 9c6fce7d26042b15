{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'skill_skillset'), 'herd.skill_skillset',
  {'hk_skill_skillset': ['skill_code', 'skillset_code'], 'hk_skill': ['skill_code'], 'hk_skillset': ['skillset_code']},
  ['skill_code', 'skillset_code', 'skill_order', 'created_at'],
  ['created_at']
) }}
