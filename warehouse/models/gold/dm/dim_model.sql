{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_model'), ref('s_model_base'), 'hk_model', 'model_code', 'model_sk', [
    'model_provider', 'model_context_window', 'model_input_cost_per_m', 'model_output_cost_per_m', 'model_cache_read_cost_per_m',
    'model_cache_create_cost_per_m'
]) }}
