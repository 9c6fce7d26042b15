{{ config(materialized='view', schema='dwsa') }}

{{ stage_ledger(
  source('herd', 'model_price'), 'herd.model_price',
  {'hk_model': ['model_code']},
  [
    'model_code', 'above_input_tokens', 'input_cost_per_m', 'output_cost_per_m',
    'cache_read_cost_per_m', 'cache_create_cost_per_m', 'cache_create_1h_cost_per_m', 'price_source'
  ], booking='model_price_id', at='valid_from'
) }}
