{#-
    Ends a step whose columns are dear to compute, such as a parsed document, so that they are computed once a row.
    PostgreSQL copies the expression into every place that uses it, unless the step has an `offset`; other engines need
    nothing.
-#}
{% macro evaluated_once() %}
    {{- return(adapter.dispatch('evaluated_once', 'tokenbooks')()) -}}
{% endmacro %}

{% macro default__evaluated_once() %}{% endmacro %}

{% macro postgres__evaluated_once() -%}
    offset 0
{%- endmacro %}
