{{ config(materialized='incremental', unique_key='booking_id', schema='dwh') }}

{{ event_satellite(ref('stg_herd__agent_instance_ticket_activity'), [
    'hk_agent_instance', 'hk_ticket', 'agent_instance_code', 'ticket_code', 'ticket_event_type',
    'ticket_status', 'sprint_code', 'blocker_ticket_code', 'blocker_description', 'handoff_to_agent_code',
    'ticket_activity_comment'
  ]) }}
