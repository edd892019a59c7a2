{#-
    Hook before a run that makes `source('raw', ...)` show all that is loaded. Only Spark needs one: elsewhere the loader
    fills tables, there it writes files.
-#}
{% macro raw_tables() %}
    {{- return(adapter.dispatch('raw_tables', 'tokenbooks')()) -}}
{% endmacro %}

{% macro default__raw_tables() %}{% endmacro %}

{#-
    A table over the files of each source, with the columns and types that its YAML lists, and with those that a later version
    of Tokenbooks has added; then its new days and files.
-#}
{% macro spark__raw_tables() -%}
    {%- if execute -%}
        {%- set tables = graph.sources.values() | selectattr('source_name', 'equalto', 'raw') | list -%}
        {%- do run_query('create schema if not exists raw') -%}
        {%- for table in tables -%}
            {%- set columns = [] -%}
            {%- for column in table.columns.values() -%}
                {%- do columns.append(column.name ~ ' ' ~ column.data_type) -%}
            {%- endfor -%}
            {%- set relation = 'raw.' ~ table.name -%}
            {%- do run_query(
                'create table if not exists ' ~ relation ~ ' (' ~ columns | join(', ') ~ ', loaded_date date)'
                ~ ' using parquet partitioned by (loaded_date)'
                ~ " location '" ~ env_var('TOKENBOOKS_SPARK_RAW') ~ '/raw/' ~ table.name ~ "'"
            ) -%}
            {%- set known = run_query('show columns in ' ~ relation).columns[0].values() | map('lower') | list -%}
            {%- for column in table.columns.values() if column.name not in known -%}
                {%- do run_query(
                    'alter table ' ~ relation ~ ' add columns (' ~ column.name ~ ' ' ~ column.data_type ~ ')'
                ) -%}
            {%- endfor -%}
            {%- do run_query('msck repair table ' ~ relation) -%}
            {%- do run_query('refresh table ' ~ relation) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
