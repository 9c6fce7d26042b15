{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_observation'), ref('s_observation_base'), 'hk_observation', 'observation_id', 'agent_observation_sk', [
    'agent_code', 'session_code', 'observation_type', 'observation_content', 'confidence', 'created_at as observed_at'
]) }}
