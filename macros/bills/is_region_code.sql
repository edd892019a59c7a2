{#-
    Whether a word of a meter name is the code of a region, such as USE1, which is AWS's us-east-1. Such a word means
    nothing for the meter.
-#}
{% macro is_region_code(grammar, word) -%}
    ({{ grammar }} = 'bedrock' and {{ regexp_matches(word, '^[a-z]{2}[censw][0-9]$') }})
{%- endmacro %}
