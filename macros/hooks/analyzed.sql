{#-
    Post-hook that gathers statistics on a table just built. PostgreSQL guesses when it plans joins of a table without
    statistics, and autovacuum comes too late for the next model. Other engines keep statistics as they write.
-#}
{% macro analyzed(relation) %}
    {{- return(adapter.dispatch('analyzed', 'tokenbooks')(relation)) -}}
{% endmacro %}

{% macro default__analyzed(relation) %}{% endmacro %}

{% macro postgres__analyzed(relation) -%}
    {%- if model.config.materialized != 'view' -%} analyze {{ relation }} {%- endif -%}
{%- endmacro %}
