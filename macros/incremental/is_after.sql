{#-
    Whether an instant is after a bound, which is written as a literal. Without a bound it is true for every instant.
-#}
{% macro is_after(moment, bound) -%}
    {%- if bound is none -%} true
    {%- else -%} {{ moment }} > cast('{{ bound }}' as timestamp)
    {%- endif -%}
{%- endmacro %}
