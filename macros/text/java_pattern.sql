{#-
    A regular expression of the common dialect for Java. Java's `$` also matches before a newline at the end of the
    text.
-#}
{% macro java_pattern(pattern) %}
    {{- return(pattern[:-1] ~ '\\z' if pattern.endswith('$') else pattern) -}}
{% endmacro %}
