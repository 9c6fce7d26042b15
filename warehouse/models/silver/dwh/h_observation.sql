{{ config(materialized='incremental', unique_key='hk_observation', schema='dwh') }}

{{ hub(ref('stg_herd__agent_observation'), 'hk_observation', 'observation_id') }}
