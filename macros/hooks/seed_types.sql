{#-
    Pre-hook of seeds that translates their column types into the engine's names before the table is created. dbt passes
    the types of seeds on as they are written, and no name for text works on all engines.
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
