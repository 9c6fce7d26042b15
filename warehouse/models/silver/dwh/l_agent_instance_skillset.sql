{{ config(materialized='incremental', unique_key='hk_agent_instance_skillset', schema='dwh') }}

{{ link(ref('stg_herd__agent_instance_skillset'), 'hk_agent_instance_skillset', ['hk_agent_instance', 'agent_instance_code', 'skillset_version_code']) }}
