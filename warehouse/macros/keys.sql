{#- The key of what is not known. -#}
{% macro unknown_key() -%}
cast('00000000-0000-0000-0000-000000000000' as uuid)
{%- endmacro %}

{#- One part of a hash: NULL is a token that no text can be, and no delimiter stands unescaped. Letter case is kept. -#}
{% macro hash_part(column) -%}
coalesce(replace(replace(cast({{ column }} as varchar), '\', '\\'), '|', '\|'), '\0')
{%- endmacro %}

{#- 16 bytes that stand for a business key of one or more columns; zeros where the key is empty. -#}
{% macro hash_key(columns) -%}
{%- if columns | length == 1 -%}
coalesce(cast(md5(cast({{ columns[0] }} as varchar)) as uuid), {{ unknown_key() }})
{%- else -%}
cast(md5({% for column in columns %}{{ hash_part(column) }}{% if not loop.last %} || '|' || {% endif %}{% endfor %}) as uuid)
{%- endif -%}
{%- endmacro %}

{#- 16 bytes that differ when any of the columns does: every column in its place, NULL apart from the empty text, letter case kept. -#}
{% macro hash_diff(columns) -%}
cast(md5({% for column in columns %}{{ hash_part(column) }}{% if not loop.last %} || '|' || {% endif %}{% endfor %}) as uuid)
{%- endmacro %}
