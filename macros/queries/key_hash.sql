{#-
    A 64-bit number for a text, to look keys up in one narrow column. Two texts may share one, so whoever finds a number
    compares the texts; and each engine has its own, so it never leaves the intermediate layer.
-#}
{% macro key_hash(text) %}
    {{- return(adapter.dispatch('key_hash', 'tokenbooks')(text)) -}}
{% endmacro %}

{% macro duckdb__key_hash(text) -%}
    hash({{ text }})
{%- endmacro %}

{% macro postgres__key_hash(text) -%}
    hashtextextended({{ text }}, 0)
{%- endmacro %}

{% macro spark__key_hash(text) -%}
    xxhash64({{ text }})
{%- endmacro %}
