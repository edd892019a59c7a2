{#-
    Pre-hook of seeds that names their column types as the engine does, before the table is created. dbt hands the types
    of seeds on as they are written, and no spelling of text is known to all engines.
-#}
{% macro seed_types() %}
    {{- return(adapter.dispatch('seed_types', 'tokenbooks')()) -}}
{% endmacro %}

{% macro default__seed_types() %}{% endmacro %}

{#- Spark's text is `string`. -#}
{% macro spark__seed_types() -%}
    {%- set types = model.config.column_types -%}
    {%- for column in types if types[column] == 'text' -%}
        {%- do types.update({column: 'string'}) -%}
    {%- endfor -%}
{%- endmacro %}
