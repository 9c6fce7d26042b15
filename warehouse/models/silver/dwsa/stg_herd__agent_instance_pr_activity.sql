{{ config(materialized='view', schema='dwsa') }}

{{ stage_ledger(
  source('herd', 'agent_instance_pr_activity'), 'herd.agent_instance_pr_activity',
  {'hk_agent_instance': ['agent_instance_code'], 'hk_pull_request': ['pr_code']},
  [
    'agent_instance_code', 'pr_code', 'pr_event_type', 'pr_commit_hash', 'pr_push_lines_added',
    'pr_push_lines_deleted', 'pr_activity_detail'
  ]
) }}
