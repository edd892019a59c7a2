{#-
    Hook before a run. After it every table of `source('raw', ...)` exists and shows all loaded records. So a warehouse
    without loads, or without a new source yet, is empty and not an error.
-#}
{% macro raw_tables() %}
    {{- return(adapter.dispatch('raw_tables', 'tokenbooks')()) -}}
{% endmacro %}

{#-
    The loader fills tables. The hook creates what is missing as the loader would: tables without loads, and columns
    that a later version of Tokenbooks has added.
-#}
{% macro default__raw_tables() -%}
    {%- if execute -%}
        {%- set found = [] -%}
        {%- set query = "select table_name, column_name from information_schema.columns where table_schema = 'raw'" -%}
        {%- for row in run_query(query).rows -%}{%- do found.append((row[0], row[1])) -%}{%- endfor -%}
        {%- for table in graph.sources.values() | selectattr('source_name', 'equalto', 'raw') -%}
            {%- set relation = api.Relation.create(table.database, table.schema, table.identifier) -%}
            {%- set is_new = table.identifier not in found | map(attribute=0) -%}
            {%- if is_new -%}{%- do adapter.create_schema(relation) -%}{%- endif -%}
            {%- set columns = [] -%}
            {%- for column in table.columns.values() if (table.identifier, column.name) not in found -%}
                {%- set type = 'varchar' if column.data_type == 'string' else column.data_type -%}
                {%- do columns.append(column.name ~ ' ' ~ type) -%}
            {%- endfor -%}
            {%- set changes = [columns | join(', ')] if is_new else columns -%}
            {%- for change in changes -%}
                {%- call statement('raw_table', auto_begin=true) -%}
                    {{ 'create table ' ~ relation ~ ' (' ~ change ~ ')' if is_new
                        else 'alter table ' ~ relation ~ ' add column ' ~ change }}
                {%- endcall -%}
                {%- do adapter.commit() -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#-
    Spark's loader writes files. The hook creates a table over the files of each source, with the columns and types of
    its YAML. It adds the columns of later versions of Tokenbooks, then finds new days and files.
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
