{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__craft_version'), 'hk_craft_version', ['hk_craft', 'craft_version_code', 'craft_code', 'craft_version_content', 'created_at']) }}
