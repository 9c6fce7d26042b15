{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__ticket_def'), 'hk_ticket', [
    'project_code', 'ticket_title', 'ticket_description', 'ticket_tshirt_size', 'ticket_acceptance_criteria',
    'ticket_current_status', 'current_sprint_code', 'created_at'
  ]) }}
