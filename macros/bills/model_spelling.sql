{#-
    A model name in the one form that all spellings of clouds come down to: lower case, no punctuation, `3.0` as `3`. So
    "Nova2.0Lite", "Nova 2 Lite" and `nova-2-lite` are equal.
-#}
{% macro model_spelling(words) -%}
    {%- set spaced = regexp_replace_all('lower(' ~ words ~ ')', '[^a-z0-9.]+', ' ') -%}
    {%- set short = regexp_replace_all(spaced, '[.]0( |[a-z]|$)', '\\1') -%}
    {{ regexp_replace_all(short, '[^a-z0-9]+', '') }}
{%- endmacro %}
