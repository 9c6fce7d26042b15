{{ config(materialized='incremental', unique_key='hk_initiative', schema='dwh') }}

{{ hub(ref('stg_herd__initiative_def'), 'hk_initiative', 'initiative_code') }}
