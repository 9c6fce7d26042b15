{{ config(materialized='incremental', unique_key='hk_sprint', schema='dwh') }}

{{ hub(ref('stg_herd__sprint_def'), 'hk_sprint', 'sprint_code') }}
