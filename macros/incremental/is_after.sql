{#- Whether an instant is after a bound, written as a literal; true for every instant when there is no bound. -#}
{% macro is_after(moment, bound) -%}
    {%- if bound is none -%} true
    {%- else -%} {{ moment }} > cast('{{ bound }}' as timestamp)
    {%- endif -%}
{%- endmacro %}
