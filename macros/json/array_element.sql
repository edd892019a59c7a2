{#- The element of an array at a position counted from 1. -#}
{% macro array_element(array, position) %}
    {{- return(adapter.dispatch('array_element', 'tokenbooks')(array, position)) -}}
{% endmacro %}

{% macro default__array_element(array, position) -%}
    {{ array }}[{{ position }}]
{%- endmacro %}

{#- Spark counts the elements of an array from 0. -#}
{% macro spark__array_element(array, position) -%}
    {{ array }}[{{ position - 1 }}]
{%- endmacro %}
