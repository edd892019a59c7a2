{#- The number of elements of an array; NULL without an array. -#}
{% macro array_size(array) %}
    {{- return(adapter.dispatch('array_size', 'tokenbooks')(array)) -}}
{% endmacro %}

{% macro duckdb__array_size(array) -%}
    len({{ array }})
{%- endmacro %}

{% macro postgres__array_size(array) -%}
    cardinality({{ array }})
{%- endmacro %}

{% macro spark__array_size(array) -%}
    size({{ array }})
{%- endmacro %}
