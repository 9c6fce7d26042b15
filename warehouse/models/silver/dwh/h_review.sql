{{ config(materialized='incremental', unique_key='hk_review', schema='dwh') }}

{{ hub(ref('stg_herd__review_def'), 'hk_review', 'review_code') }}
