{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__craft_def'), 'hk_craft', ['craft_description']) }}
