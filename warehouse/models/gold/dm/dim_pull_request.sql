{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_pull_request'), ref('s_pull_request_base'), 'hk_pull_request', 'pr_code', 'pr_sk', [
    'ticket_code', 'creator_agent_instance_code', 'pr_branch_name', 'pr_title', 'pr_lines_added', 'pr_lines_deleted',
    'pr_files_changed', 'created_at as pr_created_at', 'pr_merged_at', 'pr_closed_at'
]) }}
