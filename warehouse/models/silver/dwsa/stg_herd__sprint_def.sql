{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'sprint_def'), 'herd.sprint_def',
  {'hk_sprint': ['sprint_code']},
  [
    'sprint_code', 'sprint_title', 'sprint_goal', 'sprint_started_at', 'sprint_planned_end_at',
    'sprint_actual_end_at', 'created_at'
  ],
  ['modified_at', 'created_at']
) }}
