{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__pr_def'), 'hk_pull_request', [
    'ticket_code', 'creator_agent_instance_code', 'pr_branch_name', 'pr_title', 'pr_lines_added',
    'pr_lines_deleted', 'pr_files_changed', 'pr_merged_at', 'pr_closed_at', 'created_at'
  ]) }}
