{#- Whether text in lower case names Azure's model router, as its deployments are named. -#}
{% macro names_model_router(text) -%}
    {{ regexp_matches(text, 'model[-_]?router') }}
{%- endmacro %}
