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
