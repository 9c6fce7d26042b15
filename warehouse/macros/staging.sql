{#-
  A staging view: keys, the declared columns, load_ts, rsrc, is_deleted, and what orders versions (version_id) and extracts (_batch).
  keys: a mapping from the name of a hash key to the columns that it is made of.
-#}
{% macro staged(keys, columns) -%}
{% for key, parts in keys.items() %}{{ hash_key(parts) }} as {{ key }},
       {% endfor %}{% for column in columns %}{{ column }},
       {% endfor %}
{%- endmacro %}

{#-
  Every version of the rows of an entity or a junction. load_ts is when the version began: of a change its booking; of a row that came,
  what the row says of itself where that is earlier; of a soft delete never before the delete, so that no version has no length.
-#}
{% macro stage_entity(relation, rsrc, keys, columns, times) -%}
select {{ staged(keys, columns) -}}
       case
           when _deleted and deleted_at is null then _changed_at
           when _deleted then greatest(deleted_at, {{ 'coalesce(' ~ times[0] ~ ', deleted_at)' if times else 'deleted_at' }})
           when _operation in ('insert', 'baseline') then least(_changed_at, coalesce({{ (times + ['_changed_at']) | join(', ') }}))
           else _changed_at
       end as load_ts,
       '{{ rsrc }}' as rsrc,
       _deleted as is_deleted,
       _version_id as version_id,
       _batch
  from {{ relation }}
{%- endmacro %}

{#- Rows that never change: they are their own only version. -#}
{% macro stage_version(relation, rsrc, keys, columns) -%}
select {{ staged(keys, columns) -}}
       created_at as load_ts,
       '{{ rsrc }}' as rsrc,
       false as is_deleted,
       cast(0 as bigint) as version_id,
       _batch
  from {{ relation }}
{%- endmacro %}

{#- Events, each with the number of its booking. -#}
{% macro stage_ledger(relation, rsrc, keys, columns, booking='booking_id', at='created_at') -%}
select {{ booking }} as booking_id,
       {{ staged(keys, columns) -}}
       {{ at }} as event_at,
       booked_at as load_ts,
       '{{ rsrc }}' as rsrc,
       false as is_deleted,
       _batch
  from {{ relation }}
{%- endmacro %}
