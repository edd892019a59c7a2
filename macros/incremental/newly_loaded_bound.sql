{#-
    The condition that a row was loaded after an instant. Spark replaces whole days of loading (`insert_overwrite`), so
    it reads the day of the bound again.
-#}
{% macro newly_loaded_bound(loaded_at, bound) %}
    {{- return(adapter.dispatch('newly_loaded_bound', 'tokenbooks')(loaded_at, bound)) -}}
{% endmacro %}

{% macro default__newly_loaded_bound(loaded_at, bound) -%}
    {{ is_after(loaded_at, bound) }}
{%- endmacro %}

{% macro spark__newly_loaded_bound(loaded_at, bound) -%}
    {{ loaded_at }} >= cast('{{ (bound | string)[:10] }}' as timestamp)
{%- endmacro %}
