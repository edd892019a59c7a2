{#-
    Text with every match of a regular expression replaced. Groups are written `\1` in the replacement. The pattern is
    in the dialect common to RE2, POSIX and Java. Both are unquoted text, which the macro quotes.
-#}
{% macro regexp_replace_all(text, pattern, replacement) %}
    {{- return(adapter.dispatch('regexp_replace_all', 'tokenbooks')(text, pattern, replacement)) -}}
{% endmacro %}

{#- DuckDB and PostgreSQL replace only the first match without the flag `g`. -#}
{% macro default__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{#- Spark always replaces every match, has no flags, and writes groups as `$1`. -#}
{% macro spark__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, r'{{ java_pattern(pattern) }}', '{{ replacement | replace("\\", "$") }}')
{%- endmacro %}
