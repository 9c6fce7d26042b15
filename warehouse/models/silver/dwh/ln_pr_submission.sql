{{ config(materialized='incremental', unique_key='hk_pr_submission', schema='dwh') }}

{{ link(ref('stg_herd__pr_def'), 'hk_pr_submission', ['hk_pull_request', 'hk_ticket', 'hk_agent_instance']) }}
