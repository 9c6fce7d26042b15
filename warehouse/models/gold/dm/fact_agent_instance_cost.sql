{{ config(materialized='table', schema='herd_dm') }}

with called as (
    select agent_instance_code,
           min(first_call_at) as first_call_at,
           max(last_call_at) as last_call_at,
           arg_max(model_code, (calls, input_tokens + output_tokens + cache_read_tokens + cache_create_tokens, model_code)) as called_model_code,
           cast(sum(calls) as bigint) as call_count,
           cast(sum(input_tokens) as bigint) as input_tokens,
           cast(sum(output_tokens) as bigint) as output_tokens,
           cast(sum(cache_read_tokens) as bigint) as cache_read_tokens,
           cast(sum(cache_create_tokens) as bigint) as cache_create_tokens,
           cast(sum(cache_create_1h_tokens) as bigint) as cache_create_1h_tokens,
           cast(sum(cost_usd) as decimal(18,6)) as cost_usd,
           cast(sum(imputed_cost_usd) as decimal(18,6)) as imputed_cost_usd,
           cast(sum(unpriced_tokens) as bigint) as unpriced_tokens,
           max(max_context_utilization_pct) as max_context_utilization_pct
      from {{ ref('bv_token_daily') }}
     group by agent_instance_code
), placed as (
    select c.*,
           i.hk_agent_instance,
           i.agent_code,
           coalesce(i.model_code, c.called_model_code) as model_code,
           i.craft_code,
           i.personality_code,
           i.project_code,
           i.ticket_code,
           i.root_agent_instance_code,
           i.source,
           coalesce(i.started_at, c.first_call_at) as event_at
      from called c
      join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = c.agent_instance_code
)
select e.agent_instance_code,
       e.hk_agent_instance,
       {{ key_of('agent', 'agent_sk') }} as agent_sk,
       {{ key_of('model', 'model_sk') }} as model_sk,
       {{ key_of('craft', 'craft_sk') }} as craft_sk,
       {{ key_of('personality', 'personality_sk') }} as personality_sk,
       {{ key_of('project', 'project_sk') }} as project_sk,
       {{ key_of('ticket', 'ticket_sk') }} as ticket_sk,
       {{ key_of('sprint', 'sprint_sk') }} as sprint_sk,
       {{ date_sk(utc_day('e.event_at')) }} as started_date_sk,
       e.event_at,
       e.root_agent_instance_code,
       e.source,
       e.first_call_at,
       e.last_call_at,
       e.call_count,
       e.input_tokens,
       e.output_tokens,
       e.cache_read_tokens,
       e.cache_create_tokens,
       e.cache_create_1h_tokens,
       e.cost_usd,
       e.imputed_cost_usd,
       e.unpriced_tokens,
       e.max_context_utilization_pct
  from placed e
  {{ as_of(ref('dim_agent'), 'agent_sk', 'agent_code', 'e.agent_code', 'e.event_at', 'agent') }}
  {{ as_of(ref('dim_model'), 'model_sk', 'model_code', 'e.model_code', 'e.event_at', 'model') }}
  {{ as_of(ref('dim_craft'), 'craft_sk', 'craft_code', 'e.craft_code', 'e.event_at', 'craft') }}
  {{ as_of(ref('dim_personality'), 'personality_sk', 'personality_code', 'e.personality_code', 'e.event_at', 'personality') }}
  {{ as_of(ref('dim_project'), 'project_sk', 'project_code', 'e.project_code', 'e.event_at', 'project') }}
  {{ as_of(ref('dim_ticket'), 'ticket_sk', 'ticket_code', 'e.ticket_code', 'e.event_at', 'ticket', ['current_sprint_code']) }}
  {{ as_of(ref('dim_sprint'), 'sprint_sk', 'sprint_code', 'ticket.current_sprint_code', 'e.event_at', 'sprint') }}
