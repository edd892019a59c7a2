{#-
    Indexes for the config of a model, one for each list of columns, on PostgreSQL only. Other engines keep the least
    and the largest value of every block, and skip blocks that cannot hold the value.
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
