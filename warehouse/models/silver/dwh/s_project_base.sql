{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__project_def'), 'hk_project', ['initiative_code', 'project_title', 'project_description', 'project_status']) }}
