{#- Whether this invocation of dbt writes seeds or models. Tests run hooks too, and a parse renders them. -#}
{% macro writes_models() -%}
    {{- return(execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'retry')) -}}
{%- endmacro %}
