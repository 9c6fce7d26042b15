{{ config(materialized='incremental', unique_key='booking_id', schema='dwh') }}

{{ event_satellite(ref('stg_herd__agent_instance_pr_activity'), [
    'hk_agent_instance', 'hk_pull_request', 'agent_instance_code', 'pr_code', 'pr_event_type',
    'pr_commit_hash', 'pr_push_lines_added', 'pr_push_lines_deleted', 'pr_activity_detail'
  ]) }}
