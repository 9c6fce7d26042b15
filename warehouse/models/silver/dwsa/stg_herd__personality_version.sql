{{ config(materialized='view', schema='dwsa') }}

{{ stage_version(
  source('herd', 'personality_version'), 'herd.personality_version',
  {'hk_personality_version': ['personality_version_code'], 'hk_personality': ['personality_code']},
  ['personality_version_code', 'personality_code', 'personality_version_content', 'created_at']
) }}
