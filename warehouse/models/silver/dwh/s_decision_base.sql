{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__decision_record'), 'hk_decision', [
    'decision_type', 'context', 'decision', 'rationale', 'alternatives_considered', 'decided_by',
    'ticket_code', 'created_at'
  ]) }}
