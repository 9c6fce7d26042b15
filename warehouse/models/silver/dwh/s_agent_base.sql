{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__agent_def'), 'hk_agent', ['agent_role', 'agent_status', 'agent_branch_prefix', 'agent_email', 'default_model_code']) }}
