{#-
    Whether a month contains a date that `is_built_date` selects. Spark returns dates as text, other engines as dates.
-#}
{% macro is_built_month(column) -%}
    {%- set dates = built_dates() -%}
    {%- if dates is none -%} true
    {%- else -%}
        {%- set months = [] -%}
        {%- for date in dates -%}
            {%- set month = (date | string)[:8] ~ '01' -%}
            {%- if month not in months -%}{%- do months.append(month) -%}{%- endif -%}
        {%- endfor -%}
        {{ is_one_of_dates(column, months) }}
    {%- endif -%}
{%- endmacro %}
