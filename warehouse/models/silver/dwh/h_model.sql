{{ config(materialized='incremental', unique_key='hk_model', schema='dwh') }}

{{ hub(ref('stg_herd__model_def'), 'hk_model', 'model_code') }}
