{{ config(materialized='incremental', unique_key='booking_id', schema='dwh') }}

{{ event_satellite(ref('stg_herd__agent_instance_lifecycle_activity'), ['hk_agent_instance', 'agent_instance_code', 'lifecycle_event_type', 'lifecycle_detail']) }}
