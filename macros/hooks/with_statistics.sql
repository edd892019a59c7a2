{#-
    The materialization of a step whose readers are planned badly without its statistics. PostgreSQL expects one row
    where a view leaves a few files out of many, and then joins by nested loops. So there the step is a table. Other
    engines only read its rows once more, which costs them less than to write the table.
-#}
{% macro with_statistics() %}
    {{- return(adapter.dispatch('with_statistics', 'tokenbooks')()) -}}
{% endmacro %}

{% macro default__with_statistics() %}
    {{- return('view') -}}
{% endmacro %}

{% macro postgres__with_statistics() %}
    {{- return('table') -}}
{% endmacro %}
