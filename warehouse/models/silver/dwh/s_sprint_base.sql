{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__sprint_def'), 'hk_sprint', ['sprint_title', 'sprint_goal', 'sprint_started_at', 'sprint_planned_end_at', 'sprint_actual_end_at']) }}
