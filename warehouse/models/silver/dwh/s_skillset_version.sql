{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__skillset_version'), 'hk_skillset_version', ['hk_skillset', 'skillset_version_code', 'skillset_code', 'skillset_version_content', 'created_at']) }}
