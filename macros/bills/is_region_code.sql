{#- Whether a word of a meter name is the code of a region, which says nothing about the meter: USE1 of AWS is us-east-1. -#}
{% macro is_region_code(grammar, word) -%}
    ({{ grammar }} = 'bedrock' and {{ regexp_matches(word, '^[a-z]{2}[censw][0-9]$') }})
{%- endmacro %}
