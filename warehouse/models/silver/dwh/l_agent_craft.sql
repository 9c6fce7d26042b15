{{ config(materialized='incremental', unique_key='hk_agent_craft', schema='dwh') }}

{{ absent_keys('hk_agent_craft', ['hk_agent', 'hk_craft'], ref('bv_agent_instance_version'), 'agent_code is not null and craft_code is not null') }}
