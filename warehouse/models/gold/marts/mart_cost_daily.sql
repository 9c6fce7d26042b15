{{ config(materialized='table', schema='herd_dm') }}

select t.day,
       {{ date_sk('t.day') }} as date_sk,
       t.agent_instance_code,
       i.root_agent_instance_code,
       {{ named('i.agent_code') }} as agent_code,
       {{ named('agent.agent_role') }} as agent_role,
       t.model_code,
       {{ named('model.model_provider') }} as model_provider,
       {{ named('i.project_code') }} as project_code,
       {{ named('project.initiative_code') }} as initiative_code,
       {{ named('coalesce(i.ticket_code, pr.ticket_code)') }} as ticket_code,
       {{ named('ticket.current_sprint_code') }} as sprint_code,
       {{ named('a.pr_code') }} as pr_code,
       coalesce(a.pr_rule, 'none') as pr_rule,
       t.source,
       {{ named('i.source') }} as instance_source,
       {% for measure in ['calls', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_create_tokens'] -%}
       {{ part('t.' ~ measure, 'a.part_number', 'coalesce(a.part_count, 1)') }} as {{ measure }},
       {% endfor -%}
       {{ part('t.input_tokens', 'a.part_number', 'coalesce(a.part_count, 1)') }}
           + {{ part('t.cache_read_tokens', 'a.part_number', 'coalesce(a.part_count, 1)') }}
           + {{ part('t.cache_create_tokens', 'a.part_number', 'coalesce(a.part_count, 1)') }} as prompt_tokens,
       {{ money_part('t.cost_usd', 'a.part_number', 'coalesce(a.part_count, 1)') }} as cost_usd,
       {{ money_part('t.imputed_cost_usd', 'a.part_number', 'coalesce(a.part_count, 1)') }} as imputed_cost_usd,
       {{ part('t.unpriced_tokens', 'a.part_number', 'coalesce(a.part_count, 1)') }} as unpriced_tokens
  from {{ ref('bv_token_daily') }} t
  join {{ ref('bv_agent_instance') }} i on i.agent_instance_code = t.agent_instance_code
  left join {{ ref('bv_instance_pull_request') }} a on a.agent_instance_code = t.agent_instance_code
  left join {{ ref('dim_pull_request') }} pr on pr.pr_code = a.pr_code and pr.is_current
  left join {{ ref('dim_agent') }} agent on agent.agent_code = i.agent_code and agent.is_current
  left join {{ ref('dim_model') }} model on model.model_code = t.model_code and model.is_current
  left join {{ ref('dim_project') }} project on project.project_code = i.project_code and project.is_current
  left join {{ ref('dim_ticket') }} ticket on ticket.ticket_code = coalesce(i.ticket_code, pr.ticket_code) and ticket.is_current
