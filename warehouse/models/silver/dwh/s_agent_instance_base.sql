{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__agent_instance'), 'hk_agent_instance', [
    'agent_instance_code', 'agent_code', 'model_code', 'craft_version_code', 'personality_version_code',
    'ticket_code', 'spawned_by_agent_instance_code', 'agent_instance_started_at', 'agent_instance_ended_at',
    'agent_instance_outcome', 'project_code', 'root_agent_instance_code', 'source', 'parent_tool_use_id',
    'agent_instance_title', 'created_at'
  ]) }}
