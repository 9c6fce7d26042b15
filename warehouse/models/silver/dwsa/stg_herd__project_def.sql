{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'project_def'), 'herd.project_def',
  {'hk_project': ['project_code']},
  [
    'project_code', 'initiative_code', 'project_title', 'project_description', 'project_status',
    'created_at'
  ],
  ['modified_at', 'created_at']
) }}
