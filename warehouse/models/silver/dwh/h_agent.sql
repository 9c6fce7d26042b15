{{ config(materialized='incremental', unique_key='hk_agent', schema='dwh') }}

{{ hub(ref('stg_herd__agent_def'), 'hk_agent', 'agent_code') }}
