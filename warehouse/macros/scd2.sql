{#- Until when what still holds is said to hold, and from when what always held. -#}
{% macro open_end() -%}
cast('9999-12-31 00:00:00+00' as timestamptz)
{%- endmacro %}

{% macro first_moment() -%}
cast('0001-01-01 00:00:00+00' as timestamptz)
{%- endmacro %}

{#-
  A dimension that keeps every version (SCD2), from a hub and its satellite. Versions follow each other as they were booked, and none
  begins before the one before it; of several that begin at one instant the last stands, so every version has a length.
  columns: attributes, or `attribute as name`. The unknown member has the key of zeros.
-#}
{% macro scd2(hub, satellite, key, code, surrogate, columns) -%}
with versions as (
    select s.*,
           max(s.load_ts) over (partition by s.{{ key }} order by s.version_id rows between unbounded preceding and current row) as valid_from
      from {{ satellite }} s
), ranked as (
    select versions.*,
           row_number() over (partition by {{ key }}, valid_from order by version_id desc) as backwards
      from versions
), compared as (
    select ranked.*,
           lag(hash_diff) over (partition by {{ key }} order by version_id) as previous_diff
      from ranked
     where backwards = 1
), dated as (
    select compared.*,
           lead(valid_from) over (partition by {{ key }} order by version_id) as next_from
      from compared
     where hash_diff is distinct from previous_diff
)
select {{ hash_key(['h.' ~ code, moment('dated.valid_from')]) }} as {{ surrogate }},
       h.{{ key }},
       h.{{ code }},
       {% for column in columns %}dated.{{ column }},
       {% endfor %}dated.valid_from,
       coalesce(dated.next_from, {{ open_end() }}) as valid_to,
       dated.next_from is null as is_current,
       dated.is_deleted
  from dated
  join {{ hub }} h on h.{{ key }} = dated.{{ key }}
union all
select {{ unknown_key() }}, {{ unknown_key() }}, '(none)', {% for column in columns %}null, {% endfor %}{{ first_moment() }}, {{ open_end() }}, true, false
{%- endmacro %}

{#-
  Joins a dimension as of an event: from valid_from (inclusive) to valid_to (exclusive); an event before the first version takes the first.
  Adds the alias with the surrogate key, empty where the code is not known: read it with `key_of`. Never adds a row.
-#}
{% macro as_of(dimension, surrogate, code, event_code, event_at, alias, columns=[]) -%}
left join (
    select {{ surrogate }},
           {{ code }} as joined_code,
           {% for column in columns %}{{ column }},
           {% endfor %}valid_to,
           case when lag(valid_from) over (partition by {{ code }} order by valid_from) is null then {{ first_moment() }} else valid_from end as joined_from
      from {{ dimension }}
     where {{ surrogate }} <> {{ unknown_key() }}
) {{ alias }}
    on {{ alias }}.joined_code = {{ event_code }}
   and {{ event_at }} >= {{ alias }}.joined_from
   and {{ event_at }} < {{ alias }}.valid_to
{%- endmacro %}

{% macro key_of(alias, surrogate) -%}
coalesce({{ alias }}.{{ surrogate }}, {{ unknown_key() }})
{%- endmacro %}
