{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'ticket_def'), 'herd.ticket_def',
  {'hk_ticket': ['ticket_code']},
  [
    'ticket_code', 'project_code', 'ticket_title', 'ticket_description', 'ticket_tshirt_size',
    'ticket_acceptance_criteria', 'ticket_current_status', 'current_sprint_code', 'created_at'
  ],
  ['modified_at', 'created_at']
) }}
