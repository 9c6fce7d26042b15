{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__review_finding'), 'hk_review_finding', [
    'hk_review', 'review_finding_code', 'review_code', 'finding_category', 'finding_severity',
    'finding_description', 'finding_file_path', 'finding_line_number', 'finding_pattern_id',
    'finding_outcome', 'created_at'
  ]) }}
