{{ config(materialized='incremental', unique_key='hk_skill', schema='dwh') }}

{{ hub(ref('stg_herd__skill_def'), 'hk_skill', 'skill_code') }}
