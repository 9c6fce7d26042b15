-- What a fact cannot name has a row to join.
{% set keys = {
  'dim_agent': 'agent_sk', 'dim_agent_observation': 'agent_observation_sk', 'dim_craft': 'craft_sk', 'dim_decision_record': 'decision_record_sk',
  'dim_initiative': 'initiative_sk', 'dim_model': 'model_sk', 'dim_personality': 'personality_sk', 'dim_project': 'project_sk',
  'dim_pull_request': 'pr_sk', 'dim_skillset': 'skillset_sk', 'dim_sprint': 'sprint_sk', 'dim_ticket': 'ticket_sk'
} -%}
{% for dimension, key in keys.items() -%}
select '{{ dimension }}' as name
 where (select count(*) from {{ ref(dimension) }} where {{ key }} = {{ unknown_key() }}) <> 1
union all
{% endfor -%}
select 'dim_date'
 where (select count(*) from {{ ref('dim_date') }} where date_sk = 0) <> 1
