{#-
  What has been taken already: the number of the last extract that left a row here. It is looked up once, before the query, and stands in it
  as a constant, so that of a large table only the blocks are read in which something is new.
-#}
{% macro taken() -%}
{{ beforehand('set variable taken = (select coalesce(max(_batch), -1) from ' ~ this ~ ')') }}getvariable('taken')
{%- endmacro %}

{#-
  Whether a moment lies within a day of the events that are new in a relation: the blocks of a large table that lie elsewhere are not read.
  `everything`: where it holds, every moment does.
-#}
{% macro near_the_new(column, relation, everything='false') -%}
{%- set new = relation ~ ' where _batch > ' ~ taken() -%}
{{ beforehand("set variable new_from = (select case when " ~ everything ~ " then cast('-infinity' as timestamptz) else min(event_at) - interval 1 day end from " ~ new ~ ")") -}}
{{ beforehand("set variable new_until = (select case when " ~ everything ~ " then cast('infinity' as timestamptz) else max(event_at) + interval 1 day end from " ~ new ~ ")") -}}
{{ column }} between getvariable('new_from') and getvariable('new_until')
{%- endmacro %}

{#- Rows of a hub or a link by their key, with the earliest time at which the key was known: an earlier one that arrives later replaces it. -#}
{% macro absent_keys(key, columns, relation, condition) -%}
with arrived as (
    select {{ key }},
           {% for column in columns %}{{ column }},
           {% endfor %}min(load_ts) as load_ts,
           min(rsrc) as rsrc,
           max(_batch) as _batch
      from {{ relation }}
     where {{ condition }}
       {%- if is_incremental() %}
       and _batch > {{ taken() }}
       {%- endif %}
     group by {{ key }}{% for column in columns %}, {{ column }}{% endfor %}
)
select arrived.*
  from arrived
{%- if is_incremental() %}
  left join {{ this }} known on known.{{ key }} = arrived.{{ key }}
 where known.{{ key }} is null
    or arrived.load_ts < known.load_ts
{%- endif %}
{%- endmacro %}

{#- A hub: each business key once. -#}
{% macro hub(staging, key, code) -%}
{{ absent_keys(key, [code], staging, code ~ ' is not null') }}
{%- endmacro %}

{#- A link: each combination of keys once. `key` is the link's own hash key, `ends` the keys that it binds. -#}
{% macro link(relation, key, ends) -%}
{{ absent_keys(key, ends, relation, 'true') }}
{%- endmacro %}

{#-
  A satellite: a row for each version that differs from the version before it, deletion included. A version is compared with the one
  booked before it, never with the latest by time, so it does not matter how the versions were divided into extracts.
-#}
{% macro satellite(staging, key, columns) -%}
with staged as (
    select {{ key }},
           version_id,
           {% for column in columns %}{{ column }},
           {% endfor %}load_ts,
           rsrc,
           is_deleted,
           {{ hash_diff(columns + ['is_deleted']) }} as hash_diff,
           _batch
      from {{ staging }}
    {%- if is_incremental() %}
     where {{ key }} in (select {{ key }} from {{ staging }} where _batch > {{ taken() }})
    {%- endif %}
), compared as (
    select staged.*,
           lag(hash_diff) over (partition by {{ key }} order by version_id) as previous_diff
      from staged
)
select {{ key }},
       version_id,
       {% for column in columns %}{{ column }},
       {% endfor %}load_ts,
       rsrc,
       is_deleted,
       hash_diff,
       _batch
  from compared
 where hash_diff is distinct from previous_diff
{%- if is_incremental() %}
   and _batch > {{ taken() }}
{%- endif %}
{%- endmacro %}

{#- A satellite of events: each booking once, however late it arrives and whatever time it bears. -#}
{% macro event_satellite(staging, columns) -%}
select booking_id,
       {% for column in columns %}{{ column }},
       {% endfor %}event_at,
       load_ts,
       rsrc,
       _batch
  from {{ staging }}
{%- if is_incremental() %}
 where _batch > {{ taken() }}
{%- endif %}
{%- endmacro %}

{#- At the end of a query: leaves out the rows that stand here already as they are. -#}
{% macro unless_known() -%}
{%- if is_incremental() -%}
except
select * from {{ this }}
{%- endif -%}
{%- endmacro %}
