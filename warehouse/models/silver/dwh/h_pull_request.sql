{{ config(materialized='incremental', unique_key='hk_pull_request', schema='dwh') }}

{{ hub(ref('stg_herd__pr_def'), 'hk_pull_request', 'pr_code') }}
