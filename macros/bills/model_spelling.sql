{#-
    A model as a cloud may spell it: lower case, no punctuation, `3.0` as `3`, so that "Nova2.0Lite", "Nova 2 Lite" and
    `nova-2-lite` are one.
-#}
{% macro model_spelling(words) -%}
    {%- set spaced = regexp_replace_all('lower(' ~ words ~ ')', '[^a-z0-9.]+', ' ') -%}
    {%- set short = regexp_replace_all(spaced, '[.]0( |[a-z]|$)', '\\1') -%}
    {{ regexp_replace_all(short, '[^a-z0-9]+', '') }}
{%- endmacro %}
