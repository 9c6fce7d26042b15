{{ config(materialized='incremental', schema='dwh') }}

{{ satellite(ref('stg_herd__model_def'), 'hk_model', [
    'model_provider', 'model_context_window', 'model_input_cost_per_m', 'model_output_cost_per_m',
    'model_cache_read_cost_per_m', 'model_cache_create_cost_per_m'
  ]) }}
