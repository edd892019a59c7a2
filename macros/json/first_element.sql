{#- The first element of an array that may be empty or NULL; NULL if there is none. -#}
{% macro first_element(array) %}
    {{- return(adapter.dispatch('first_element', 'tokenbooks')(array)) -}}
{% endmacro %}

{% macro default__first_element(array) -%}
    ({{ array }})[1]
{%- endmacro %}

{% macro spark__first_element(array) -%}
    get({{ array }}, 0)
{%- endmacro %}
