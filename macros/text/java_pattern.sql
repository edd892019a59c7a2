{#- A regular expression of the common dialect for Java, whose `$` also matches before a newline that ends the text. -#}
{% macro java_pattern(pattern) %}
    {{- return(pattern[:-1] ~ '\\z' if pattern.endswith('$') else pattern) -}}
{% endmacro %}
