{{ config(materialized='view', schema='dwsa') }}

{{ stage_version(
  source('herd', 'review_finding'), 'herd.review_finding',
  {'hk_review_finding': ['review_finding_code'], 'hk_review': ['review_code']},
  [
    'review_finding_code', 'review_code', 'finding_category', 'finding_severity', 'finding_description',
    'finding_file_path', 'finding_line_number', 'finding_pattern_id', 'finding_outcome', 'created_at'
  ]
) }}
