{#- Whether Google bills one search for an answer of the model, as up to Gemini 2.5. Later it bills each query. -#}
{% macro is_searched_once(model) -%}
    {{ regexp_matches('lower(' ~ model ~ ')', '(^|/)gemini-(live-)?[12]') }}
{%- endmacro %}
