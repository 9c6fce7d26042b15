{{ config(materialized='incremental', unique_key='hk_project', schema='dwh') }}

{{ hub(ref('stg_herd__project_def'), 'hk_project', 'project_code') }}
