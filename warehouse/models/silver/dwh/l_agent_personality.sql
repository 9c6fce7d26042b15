{{ config(materialized='incremental', unique_key='hk_agent_personality', schema='dwh') }}

{{ absent_keys('hk_agent_personality', ['hk_agent', 'hk_personality'], ref('bv_agent_instance_version'), 'agent_code is not null and personality_code is not null') }}
