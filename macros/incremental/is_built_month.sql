{#- Whether a month holds a date that `is_built_date` looks at. -#}
{% macro is_built_month(column) -%}
    {%- set dates = built_dates() -%}
    {%- if dates is none -%} true
    {%- else -%}
        {%- set months = [] -%}
        {%- for date in dates if date.replace(day=1) not in months -%}{%- do months.append(date.replace(day=1)) -%}{%- endfor -%}
        {{ is_one_of_dates(column, months) }}
    {%- endif -%}
{%- endmacro %}
