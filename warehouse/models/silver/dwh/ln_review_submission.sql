{{ config(materialized='incremental', unique_key='hk_review_submission', schema='dwh') }}

{{ link(ref('stg_herd__review_def'), 'hk_review_submission', ['hk_review', 'hk_pull_request', 'hk_agent_instance']) }}
