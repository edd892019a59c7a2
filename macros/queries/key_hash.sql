{#-
    A 64-bit number for a text, to look keys up in one narrow column. Two texts may share one, so a reader that finds a
    number compares the texts. Each engine has its own numbers, so they never leave the intermediate layer.
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
