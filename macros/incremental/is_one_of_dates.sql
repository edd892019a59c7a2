{#-
    Whether a date is one of a list, as literals, so that engines can leave out all others of a table; true for any date
    when there is no list. A long list is taken by its ends.
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
