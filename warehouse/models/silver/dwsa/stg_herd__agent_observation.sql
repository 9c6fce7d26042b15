{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'agent_observation'), 'herd.agent_observation',
  {'hk_observation': ['observation_id']},
  [
    'observation_id', 'agent_code', 'session_code', 'observation_type', 'observation_content', 'confidence',
    'created_at'
  ],
  ['modified_at', 'created_at']
) }}
