{{ config(materialized='view', schema='dwsa') }}

{{ stage_ledger(
  source('herd', 'agent_instance_lifecycle_activity'), 'herd.agent_instance_lifecycle_activity',
  {'hk_agent_instance': ['agent_instance_code']},
  ['agent_instance_code', 'lifecycle_event_type', 'lifecycle_detail']
) }}
