{{ config(materialized='incremental', unique_key='hk_agent_skillset', schema='dwh') }}

{{ link(ref('stg_herd__agent_skillset'), 'hk_agent_skillset', ['hk_agent', 'hk_skillset']) }}
