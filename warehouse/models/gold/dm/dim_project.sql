{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_project'), ref('s_project_base'), 'hk_project', 'project_code', 'project_sk', [
    'initiative_code', 'project_title', 'project_description', 'project_status'
]) }}
