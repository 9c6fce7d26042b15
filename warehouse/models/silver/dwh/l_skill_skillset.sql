{{ config(materialized='incremental', unique_key='hk_skill_skillset', schema='dwh') }}

{{ link(ref('stg_herd__skill_skillset'), 'hk_skill_skillset', ['hk_skill', 'hk_skillset']) }}
