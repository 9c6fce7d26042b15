{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__review_def'), 'hk_review', [
    'pr_code', 'reviewer_agent_instance_code', 'review_round', 'review_verdict', 'review_duration_minutes',
    'created_at'
  ]) }}
