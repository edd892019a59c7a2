{#-
    Post-hook that gathers statistics on a table just built. PostgreSQL plans joins of a table it has never looked at by
    guess, and autovacuum looks too late for the next model; other engines keep statistics as they write.
-#}
{% macro analyzed(relation) %}
    {{- return(adapter.dispatch('analyzed', 'tokenbooks')(relation)) -}}
{% endmacro %}

{% macro default__analyzed(relation) %}{% endmacro %}

{% macro postgres__analyzed(relation) -%}
    {%- if model.config.materialized != 'view' -%} analyze {{ relation }} {%- endif -%}
{%- endmacro %}
