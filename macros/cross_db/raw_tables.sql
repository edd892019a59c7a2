{#-
    Hook before a run after which every table of `source('raw', ...)` is there and shows all that is loaded. A warehouse
    that nothing was loaded into, or that does not know a new source yet, is then empty and not an error.
-#}
{% macro raw_tables() %}
    {{- return(adapter.dispatch('raw_tables', 'tokenbooks')()) -}}
{% endmacro %}

{#- The loader fills tables, and creates those that are missing just like this. -#}
{% macro default__raw_tables() -%}
    {%- if execute -%}
        {%- for table in graph.sources.values() | selectattr('source_name', 'equalto', 'raw') -%}
            {%- if adapter.get_relation(table.database, table.schema, table.identifier) is none -%}
                {%- set relation = api.Relation.create(table.database, table.schema, table.identifier) -%}
                {%- do adapter.create_schema(relation) -%}
                {%- set columns = [] -%}
                {%- for column in table.columns.values() -%}
                    {%- set type = dbt.type_string() if column.data_type == 'string' else column.data_type -%}
                    {%- do columns.append(column.name ~ ' ' ~ type) -%}
                {%- endfor -%}
                {%- call statement('create_raw_table', auto_begin=true) -%}
                    create table if not exists {{ relation }} ({{ columns | join(', ') }})
                {%- endcall -%}
                {%- do adapter.commit() -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Spark's loader writes files: a table over those of each source, with the columns of its YAML; then its new days and files. -#}
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
            {%- do run_query('msck repair table ' ~ relation) -%}
            {%- do run_query('refresh table ' ~ relation) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
