{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_agent'), ref('s_agent_base'), 'hk_agent', 'agent_code', 'agent_sk', [
    'agent_role', 'agent_status', 'agent_branch_prefix', 'agent_email', 'default_model_code'
]) }}
