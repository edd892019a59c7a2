{#- One key from all of `rate_key_columns`. -#}
{% macro rate_key() -%}
    {{ surrogate_key(rate_key_columns()) }}
{%- endmacro %}
