{{ config(materialized='incremental', unique_key='booking_id', schema='dwh') }}

{{ event_satellite(ref('stg_herd__model_price'), [
    'hk_model', 'model_code', 'above_input_tokens', 'input_cost_per_m', 'output_cost_per_m',
    'cache_read_cost_per_m', 'cache_create_cost_per_m', 'cache_create_1h_cost_per_m', 'price_source'
  ]) }}
