{#- Whether text contains a match of a regular expression (the dialect common to RE2, POSIX and Java). -#}
{% macro matches(text, pattern) %}
    {{- return(adapter.dispatch('matches', 'tokenbooks')(text, pattern)) -}}
{% endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__matches(text, pattern) -%}
    {{ text }} ~ '{{ pattern }}'
{%- endmacro %}

{#- Spark takes `\\` in plain literals for its own, and its `$` also stands before a last newline. -#}
{% macro spark__matches(text, pattern) -%}
    {{ text }} rlike r'{{ java_pattern(pattern) }}'
{%- endmacro %}
