{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'skillset_def'), 'herd.skillset_def',
  {'hk_skillset': ['skillset_code']},
  ['skillset_code', 'skillset_description', 'created_at'],
  ['modified_at', 'created_at']
) }}
