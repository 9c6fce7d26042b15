{{ config(materialized='view', schema='dwsa') }}

{{ stage_version(
  source('herd', 'skill_version'), 'herd.skill_version',
  {'hk_skill_version': ['skill_version_code'], 'hk_skill': ['skill_code']},
  ['skill_version_code', 'skill_code', 'skill_version_content', 'skill_source_url', 'created_at']
) }}
