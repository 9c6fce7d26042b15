{{ config(materialized='incremental', unique_key='booking_id', schema='dwh') }}

{{ event_satellite(ref('stg_herd__agent_instance_review_activity'), [
    'hk_agent_instance', 'hk_review', 'agent_instance_code', 'review_code', 'pr_code', 'review_event_type',
    'review_finding_code', 'review_activity_detail'
  ]) }}
