{{ config(materialized='view', schema='dwsa') }}

{{ stage_entity(
  source('herd', 'model_def'), 'herd.model_def',
  {'hk_model': ['model_code']},
  [
    'model_code', 'model_provider', 'model_context_window', 'model_input_cost_per_m',
    'model_output_cost_per_m', 'model_cache_read_cost_per_m', 'model_cache_create_cost_per_m', 'created_at'
  ],
  ['modified_at', 'created_at']
) }}
