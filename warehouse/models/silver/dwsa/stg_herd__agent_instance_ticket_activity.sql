{{ config(materialized='view', schema='dwsa') }}

{{ stage_ledger(
  source('herd', 'agent_instance_ticket_activity'), 'herd.agent_instance_ticket_activity',
  {'hk_agent_instance': ['agent_instance_code'], 'hk_ticket': ['ticket_code']},
  [
    'agent_instance_code', 'ticket_code', 'ticket_event_type', 'ticket_status', 'sprint_code',
    'blocker_ticket_code', 'blocker_description', 'handoff_to_agent_code', 'ticket_activity_comment'
  ]
) }}
