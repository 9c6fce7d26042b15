{{ config(materialized='incremental', unique_key='hk_decision', schema='dwh') }}

{{ hub(ref('stg_herd__decision_record'), 'hk_decision', 'decision_id') }}
