{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'agent_def'), 'herd.agent_def',
  {'hk_agent': ['agent_code']},
  [
    'agent_code', 'agent_role', 'agent_status', 'agent_branch_prefix', 'agent_email', 'default_model_code',
    'created_at'
  ],
  ['modified_at', 'created_at']
) }}
