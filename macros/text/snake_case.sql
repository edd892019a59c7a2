{#- A name in lower snake case: `Acme AI, Inc.` is `acme_ai_inc`. NULL for text without a letter or digit. -#}
{% macro snake_case(text) -%}
    nullif({{ regexp_replace_all(regexp_replace_all('lower(' ~ text ~ ')', '[^a-z0-9]+', '_'), '^_|_$', '') }}, '')
{%- endmacro %}
