{#- -1, 0 or 1, as the number is below, at or above zero. -#}
{% macro sign_of(number) %}
    {{- return(adapter.dispatch('sign_of', 'tokenbooks')(number)) -}}
{% endmacro %}

{% macro default__sign_of(number) -%}
    sign({{ number }})
{%- endmacro %}

{#- Spark's `sign` is a float, and makes one of the product that it is part of. -#}
{% macro spark__sign_of(number) -%}
    case when {{ number }} > 0 then 1 when {{ number }} < 0 then -1 when {{ number }} = 0 then 0 end
{%- endmacro %}
