{{ config(materialized='incremental', unique_key='hk_skillset', schema='dwh') }}

{{ hub(ref('stg_herd__skillset_def'), 'hk_skillset', 'skillset_code') }}
