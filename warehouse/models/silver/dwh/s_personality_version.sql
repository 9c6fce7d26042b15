{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__personality_version'), 'hk_personality_version', [
    'hk_personality', 'personality_version_code', 'personality_code', 'personality_version_content',
    'created_at'
  ]) }}
