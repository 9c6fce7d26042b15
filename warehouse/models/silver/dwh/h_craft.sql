{{ config(materialized='incremental', unique_key='hk_craft', schema='dwh') }}

{{ hub(ref('stg_herd__craft_def'), 'hk_craft', 'craft_code') }}
