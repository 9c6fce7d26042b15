{{ config(materialized='view', schema='dwsa') }}

{{ stage_version(
  source('herd', 'review_def'), 'herd.review_def',
  {'hk_review': ['review_code'], 'hk_review_submission': ['review_code', 'pr_code', 'reviewer_agent_instance_code'], 'hk_pull_request': ['pr_code'], 'hk_agent_instance': ['reviewer_agent_instance_code']},
  [
    'review_code', 'pr_code', 'reviewer_agent_instance_code', 'review_round', 'review_verdict',
    'review_duration_minutes', 'created_at'
  ]
) }}
