{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'personality_def'), 'herd.personality_def',
  {'hk_personality': ['personality_code']},
  ['personality_code', 'personality_description', 'created_at'],
  ['modified_at', 'created_at']
) }}
