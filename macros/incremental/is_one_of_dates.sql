{#-
    Whether a date is in a list of literals, so that engines can skip all other dates of a table. Without a list it is
    true for any date. A long list is replaced by its first and last date.
-#}
{% macro is_one_of_dates(column, dates) -%}
    {%- if dates is none -%} true
    {%- elif not dates -%} false
    {%- elif dates | length > 100 -%}
        {{ column }} between cast('{{ dates[0] }}' as date) and cast('{{ dates[-1] }}' as date)
    {%- else -%}
        {{ column }} in ({% for date in dates %}cast('{{ date }}' as date){{ ', ' if not loop.last }}{% endfor %})
    {%- endif -%}
{%- endmacro %}
