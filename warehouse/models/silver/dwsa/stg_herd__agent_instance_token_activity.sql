{{ config(materialized='view', schema='dwsa') }}

{{ stage_ledger(
  source('herd', 'agent_instance_token_activity'), 'herd.agent_instance_token_activity',
  {'hk_agent_instance': ['agent_instance_code']},
  [
    'agent_instance_code', 'model_code', 'token_input_count', 'token_output_count', 'token_cache_read_count',
    'token_cache_create_count', 'token_cost_usd', 'token_context_utilization_pct', 'message_id',
    'request_id', 'token_cache_create_1h_count', 'token_call_count', 'token_unpriced_count', 'booking_kind',
    'cost_basis', 'model_price_id', 'source'
  ]
) }}
