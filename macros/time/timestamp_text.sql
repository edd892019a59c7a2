{#- A UTC timestamp as `2026-03-01 00:00:00`, the same text on every engine, so that it can be part of a key. -#}
{% macro timestamp_text(moment) %}
    {{- return(adapter.dispatch('timestamp_text', 'tokenbooks')(moment)) -}}
{% endmacro %}

{% macro duckdb__timestamp_text(moment) -%}
    strftime({{ moment }}, '%Y-%m-%d %H:%M:%S')
{%- endmacro %}

{% macro postgres__timestamp_text(moment) -%}
    to_char({{ moment }}, 'YYYY-MM-DD HH24:MI:SS')
{%- endmacro %}

{% macro spark__timestamp_text(moment) -%}
    date_format({{ moment }}, 'yyyy-MM-dd HH:mm:ss')
{%- endmacro %}
