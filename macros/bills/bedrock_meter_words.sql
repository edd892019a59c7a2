{#-
    The words of an AWS usage type, and before them those of the product that sells it. AWS writes words without blanks,
    as in `CacheReadInputTokenCount`. `|` becomes a word of its own, because it ends the product.
-#}
{% macro bedrock_meter_words(name) -%}
    {%- set by_case = 'lower(' ~ regexp_replace_all(name, '([a-z0-9])([A-Z])', '\\1 \\2') ~ ')' -%}
    {%- set spaced = regexp_replace_all("replace(" ~ by_case ~ ", '|', ' | ')", '[^a-z0-9.|]+', ' ') -%}
    trim({{ cache_lifetime_words(spaced) }})
{%- endmacro %}
