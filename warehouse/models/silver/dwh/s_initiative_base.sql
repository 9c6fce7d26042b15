{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__initiative_def'), 'hk_initiative', ['initiative_title', 'initiative_description', 'initiative_status']) }}
