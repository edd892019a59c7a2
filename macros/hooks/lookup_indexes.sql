{#-
    Indexes for the config of a model, on PostgreSQL only: one for each list of columns. Other engines know the least and the
    largest value of every block, and skip those that cannot hold what is looked for.
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
