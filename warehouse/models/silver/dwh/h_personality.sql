{{ config(materialized='incremental', unique_key='hk_personality', schema='dwh') }}

{{ hub(ref('stg_herd__personality_def'), 'hk_personality', 'personality_code') }}
