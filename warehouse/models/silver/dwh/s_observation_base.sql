{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__agent_observation'), 'hk_observation', ['agent_code', 'session_code', 'observation_type', 'observation_content', 'confidence', 'created_at']) }}
