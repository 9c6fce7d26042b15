{#- A model stands in the schema that it names, without the target's name before it. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
