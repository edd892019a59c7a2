{#- Whether text contains a match of a regular expression (the dialect common to RE2, POSIX and Java). -#}
{% macro regexp_matches(text, pattern) %}
    {{- return(adapter.dispatch('regexp_matches', 'tokenbooks')(text, pattern)) -}}
{% endmacro %}

{% macro duckdb__regexp_matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__regexp_matches(text, pattern) -%}
    {{ text }} ~ '{{ pattern }}'
{%- endmacro %}

{#- Spark reads `\\` in plain literals as an escape, and its `$` also matches before a last newline. -#}
{% macro spark__regexp_matches(text, pattern) -%}
    {{ text }} rlike r'{{ java_pattern(pattern) }}'
{%- endmacro %}
