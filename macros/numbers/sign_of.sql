{#- Sign of a number: -1 below zero, 0 at zero, 1 above zero. -#}
{% macro sign_of(number) %}
    {{- return(adapter.dispatch('sign_of', 'tokenbooks')(number)) -}}
{% endmacro %}

{% macro default__sign_of(number) -%}
    sign({{ number }})
{%- endmacro %}

{#- Spark's `sign` is a float, and turns a product that contains it into a float. -#}
{% macro spark__sign_of(number) -%}
    case when {{ number }} > 0 then 1 when {{ number }} < 0 then -1 when {{ number }} = 0 then 0 end
{%- endmacro %}
