{#-
    The dates whose sums this invocation of `dbt build` has made, in order. None in other commands (`dbt test`), and
    then a test reads all of history.
-#}
{% macro built_dates() %}
    {%- set days = ref('int_usage_days_summed') -%}
    {%- if not execute or flags.WHICH != 'build' -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set query -%}
        select distinct usage_date from {{ days }}
        where invocation_id = '{{ invocation_id }}'
        order by usage_date
    {%- endset -%}
    {{- return(run_query(query).columns[0].values() | list) -}}
{% endmacro %}
