{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__skill_def'), 'hk_skill', ['skill_description', 'skill_source_url', 'skill_source_type']) }}
