{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_ticket'), ref('s_ticket_base'), 'hk_ticket', 'ticket_code', 'ticket_sk', [
    'project_code', 'ticket_title', 'ticket_description', 'ticket_tshirt_size', 'ticket_acceptance_criteria',
    'ticket_current_status', 'current_sprint_code', 'created_at as ticket_created_at'
]) }}
