{{ config(materialized='view', schema='dwsa') }}

{{ stage_version(
  source('herd', 'craft_version'), 'herd.craft_version',
  {'hk_craft_version': ['craft_version_code'], 'hk_craft': ['craft_code']},
  ['craft_version_code', 'craft_code', 'craft_version_content', 'created_at']
) }}
