{#-
    The dates whose sums this very invocation of `dbt build` has made, in order; none when it made them from elsewhere
    (`dbt test`), and then a test looks at all of history.
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
