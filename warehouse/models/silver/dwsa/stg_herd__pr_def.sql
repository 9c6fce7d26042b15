{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'pr_def'), 'herd.pr_def',
  {'hk_pull_request': ['pr_code'], 'hk_pr_submission': ['pr_code', 'ticket_code', 'creator_agent_instance_code'], 'hk_ticket': ['ticket_code'], 'hk_agent_instance': ['creator_agent_instance_code']},
  [
    'pr_code', 'ticket_code', 'creator_agent_instance_code', 'pr_branch_name', 'pr_title', 'pr_lines_added',
    'pr_lines_deleted', 'pr_files_changed', 'pr_merged_at', 'pr_closed_at', 'created_at'
  ],
  ['modified_at', 'created_at']
) }}
