{#-
    Indexes for the config of a model, on PostgreSQL only: one for each list of columns. Other engines leave out what they
    do not look for by the ranges of values that they keep of every block.
-#}
{% macro lookup_indexes(columns) %}
    {{- return(adapter.dispatch('lookup_indexes', 'tokenbooks')(columns)) -}}
{% endmacro %}

{% macro default__lookup_indexes(columns) %}
    {{- return([]) -}}
{% endmacro %}

{% macro postgres__lookup_indexes(columns) %}
    {%- set indexes = [] -%}
    {%- for names in columns -%}{%- do indexes.append({'columns': names}) -%}{%- endfor -%}
    {{- return(indexes) -}}
{% endmacro %}
