{{ config(materialized='view', schema='dwsa') }}

{{ stage_version(
  source('herd', 'skillset_version'), 'herd.skillset_version',
  {'hk_skillset_version': ['skillset_version_code'], 'hk_skillset': ['skillset_code']},
  ['skillset_version_code', 'skillset_code', 'skillset_version_content', 'created_at']
) }}
