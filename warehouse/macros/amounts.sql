{#- A moment as whole microseconds. -#}
{% macro moment(column) -%}
epoch_us({{ column }})
{%- endmacro %}

{#- The day of UTC, whatever the session's zone. -#}
{% macro utc_day(column) -%}
cast(make_timestamp(epoch_us({{ column }})) as date)
{%- endmacro %}

{#- The key of a day in dim_date: yyyymmdd, 0 where it is not known or lies outside the dimension. -#}
{% macro date_sk(day) -%}
case when {{ day }} between date '2000-01-01' and date '2049-12-31'
     then cast(year({{ day }}) * 10000 + month({{ day }}) * 100 + day({{ day }}) as integer) else 0 end
{%- endmacro %}

{#- Minutes between two moments, to the microsecond. -#}
{% macro minutes_between(first, last) -%}
cast(cast(epoch_us({{ last }}) - epoch_us({{ first }}) as decimal(18,0)) / 60000000 as decimal(18,6))
{%- endmacro %}

{#- A code for people: (none) where there is none. -#}
{% macro named(code) -%}
coalesce({{ code }}, '(none)')
{%- endmacro %}

{#- The k-th of n equal parts of a whole number. The parts add up to it exactly. -#}
{% macro part(number, k, n) -%}
case when {{ n }} = 1 then {{ number }} else ({{ number }}) * {{ k }} // {{ n }} - ({{ number }}) * ({{ k }} - 1) // {{ n }} end
{%- endmacro %}

{#- The k-th of n equal parts of an amount of money, to the micro-dollar. The parts add up to it exactly. -#}
{% macro money_part(amount, k, n) -%}
case when {{ n }} = 1 then {{ amount }}
     else cast(cast({{ part('cast((' ~ amount ~ ') * 1000000 as bigint)', k, n) }} as decimal(18,0)) * cast(0.000001 as decimal(7,6)) as decimal(18,6)) end
{%- endmacro %}

{#- A ticket's size as points. -#}
{% macro points(size) -%}
case {{ size }} when 'XS' then 1 when 'S' then 2 when 'M' then 3 when 'L' then 5 when 'XL' then 8 else 1 end
{%- endmacro %}

{% macro is_done(status) -%}
coalesce({{ status }} in ('done', 'closed', 'completed', 'resolved', 'released'), false)
{%- endmacro %}

{#- Done, or given up: nothing remains to be done. -#}
{% macro is_closed(status) -%}
coalesce({{ status }} in ('done', 'closed', 'completed', 'resolved', 'released', 'cancelled', 'rejected', 'duplicate'), false)
{%- endmacro %}

{#- Nobody has begun. -#}
{% macro is_waiting(status) -%}
coalesce({{ status }} in ('todo', 'backlog', 'new', 'open', 'planned', 'ready', 'assigned'), true)
{%- endmacro %}

{#- The sums of tokens and money that every mart of cost shows. -#}
{% macro cost_sums(alias='') -%}
{%- set from = alias ~ '.' if alias else '' -%}
{% for measure in ['calls', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_create_tokens', 'unpriced_tokens'] -%}
cast(sum({{ from }}{{ measure }}) as bigint) as {{ measure }},
           {% endfor -%}
cast(sum({{ from }}cost_usd) as decimal(18,6)) as cost_usd,
           cast(sum({{ from }}imputed_cost_usd) as decimal(18,6)) as imputed_cost_usd
{%- endmacro %}

{#- Every measure in its place: what is given, and NULL for the rest, so that rows of several kinds can be put under each other. -#}
{% macro measures_of(measures, given) -%}
{% for measure in measures %}{{ given.get(measure, 'null') }} as {{ measure }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endmacro %}
