{{ config(materialized='view', schema='herd_dm') }}

{% set dimensions = {
  'agent': ['agent_code', 'agent_sk'], 'agent_observation': ['observation_id', 'agent_observation_sk'], 'craft': ['craft_code', 'craft_sk'],
  'decision_record': ['decision_id', 'decision_record_sk'], 'initiative': ['initiative_code', 'initiative_sk'], 'model': ['model_code', 'model_sk'],
  'personality': ['personality_code', 'personality_sk'], 'project': ['project_code', 'project_sk'], 'pull_request': ['pr_code', 'pr_sk'],
  'skillset': ['skillset_code', 'skillset_sk'], 'sprint': ['sprint_code', 'sprint_sk'], 'ticket': ['ticket_code', 'ticket_sk']
} -%}
{% for entity, columns in dimensions.items() -%}
select '{{ entity }}' as entity,
       d.{{ columns[0] }} as code,
       d.valid_from,
       d.valid_to,
       d.is_current,
       d.is_deleted,
       to_json(d) as state
  from {{ ref('dim_' ~ entity) }} d
 where d.{{ columns[1] }} <> {{ unknown_key() }}
{% if not loop.last %}union all
{% endif %}{% endfor %}
