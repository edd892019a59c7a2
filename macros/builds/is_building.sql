{#- Whether this invocation of dbt writes seeds or models. Hooks are also run by tests, and rendered by a parse. -#}
{% macro is_building() -%}
    {{- return(execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'retry')) -}}
{%- endmacro %}
