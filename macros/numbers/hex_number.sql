{#-
    The first fifteen digits of hexadecimal text, such as an md5, as a whole number. The sum of such numbers identifies
    a set of keys whatever their order, so that a set of thousands fits into one number.
-#}
{% macro hex_number(text) %}
    {{- return(adapter.dispatch('hex_number', 'tokenbooks')(text)) -}}
{% endmacro %}

{% macro duckdb__hex_number(text) -%}
    cast(cast('0x' || substring({{ text }}, 1, 15) as bigint) as decimal(38, 0))
{%- endmacro %}

{% macro postgres__hex_number(text) -%}
    cast(cast(cast('x0' || substring({{ text }}, 1, 15) as bit(64)) as bigint) as decimal(38, 0))
{%- endmacro %}

{% macro spark__hex_number(text) -%}
    cast(conv(substring({{ text }}, 1, 15), 16, 10) as decimal(38, 0))
{%- endmacro %}
