{#- The words of an AWS usage type. AWS writes words without blanks, as in `CacheReadInputTokenCount`. -#}
{% macro bedrock_meter_words(name) -%}
    {%- set by_case = 'lower(' ~ regexp_replace_all(name, '([a-z0-9])([A-Z])', '\\1 \\2') ~ ')' -%}
    trim({{ regexp_replace_all(by_case, '[^a-z0-9.]+', ' ') }})
{%- endmacro %}
