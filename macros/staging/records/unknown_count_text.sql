{#- The unknown count of column `unknown_count` in the words of a finding: `dreamt_tokens 7`. -#}
{% macro unknown_count_text() -%}
    {{ plain_name("split_part(unknown_count, '|', 1)") }} || ' ' || split_part(unknown_count, '|', 2)
{%- endmacro %}
