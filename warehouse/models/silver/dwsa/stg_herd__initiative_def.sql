{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'initiative_def'), 'herd.initiative_def',
  {'hk_initiative': ['initiative_code']},
  ['initiative_code', 'initiative_title', 'initiative_description', 'initiative_status', 'created_at'],
  ['modified_at', 'created_at']
) }}
