{{ config(materialized='view', schema='dwsa') }}

{{ stage_ledger(
  source('herd', 'agent_instance_review_activity'), 'herd.agent_instance_review_activity',
  {'hk_agent_instance': ['agent_instance_code'], 'hk_review': ['review_code']},
  [
    'agent_instance_code', 'review_code', 'pr_code', 'review_event_type', 'review_finding_code',
    'review_activity_detail'
  ]
) }}
