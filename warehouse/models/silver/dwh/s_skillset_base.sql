{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__skillset_def'), 'hk_skillset', ['skillset_description']) }}
