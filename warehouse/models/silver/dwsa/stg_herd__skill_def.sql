{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'skill_def'), 'herd.skill_def',
  {'hk_skill': ['skill_code']},
  ['skill_code', 'skill_description', 'skill_source_url', 'skill_source_type', 'created_at'],
  ['modified_at', 'created_at']
) }}
