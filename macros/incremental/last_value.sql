{#- The largest value of a column of the table that this model has built so far. None while the table has no rows. -#}
{% macro last_value(column) %}
    {%- if not execute -%}
        {{- return(none) -}}
    {%- endif -%}
    {{- return(run_query('select max(' ~ column ~ ') from ' ~ this).columns[0].values()[0]) -}}
{% endmacro %}
