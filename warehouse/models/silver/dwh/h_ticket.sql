{{ config(materialized='incremental', unique_key='hk_ticket', schema='dwh') }}

{{ hub(ref('stg_herd__ticket_def'), 'hk_ticket', 'ticket_code') }}
