{{ config(materialized='incremental', unique_key='hk_ln_agent_instance', schema='dwh') }}

{{ link(ref('bv_agent_instance_version'), 'hk_ln_agent_instance', ['hk_agent_instance', 'hk_agent', 'hk_model', 'hk_craft', 'hk_personality']) }}
