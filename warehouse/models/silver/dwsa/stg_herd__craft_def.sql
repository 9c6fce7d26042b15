{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'craft_def'), 'herd.craft_def',
  {'hk_craft': ['craft_code']},
  ['craft_code', 'craft_description', 'created_at'],
  ['modified_at', 'created_at']
) }}
