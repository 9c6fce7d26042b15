{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_decision'), ref('s_decision_base'), 'hk_decision', 'decision_id', 'decision_record_sk', [
    'decision_type', 'context', 'decision', 'rationale', 'alternatives_considered', 'decided_by', 'ticket_code',
    'created_at as decided_at'
]) }}
