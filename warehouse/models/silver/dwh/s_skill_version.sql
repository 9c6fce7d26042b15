{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__skill_version'), 'hk_skill_version', [
    'hk_skill', 'skill_version_code', 'skill_code', 'skill_version_content', 'skill_source_url',
    'created_at'
  ]) }}
