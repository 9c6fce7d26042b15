{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'decision_record'), 'herd.decision_record',
  {'hk_decision': ['decision_id']},
  [
    'decision_id', 'decision_type', 'context', 'decision', 'rationale', 'alternatives_considered',
    'decided_by', 'ticket_code', 'created_at'
  ],
  ['modified_at', 'created_at']
) }}
