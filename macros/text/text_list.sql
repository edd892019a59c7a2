{#- Values of a project variable as a list of SQL text literals, for `in (...)`. -#}
{% macro text_list(values) -%}
    {%- for value in values %}'{{ value }}'{{ ", " if not loop.last }}{% endfor -%}
{%- endmacro %}
