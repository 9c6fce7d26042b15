{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_sprint'), ref('s_sprint_base'), 'hk_sprint', 'sprint_code', 'sprint_sk', [
    'sprint_title', 'sprint_goal', 'sprint_started_at', 'sprint_planned_end_at', 'sprint_actual_end_at'
]) }}
