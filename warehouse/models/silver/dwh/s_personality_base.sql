{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__personality_def'), 'hk_personality', ['personality_description']) }}
