{#-
    Readers of a relation that would break, or that keep the engine from dropping it, as names for a message. Spark does
    not record readers, and a view there fails when it is read.
-#}
{% macro relation_readers(relation) %}
    {{- return(adapter.dispatch('relation_readers', 'tokenbooks')(relation)) -}}
{% endmacro %}

{% macro default__relation_readers(relation) %}
    {{- return([]) -}}
{% endmacro %}

{#- DuckDB keeps the text of a view, and drops a table that the view reads without an error. -#}
{% macro duckdb__relation_readers(relation) %}
    {%- set query -%}
        select 'view ' || schema_name || '.' || view_name as reader
        from duckdb_views()
        where
            not internal
            and database_name = current_database()
            and (schema_name, view_name) != ('{{ relation.schema }}', '{{ relation.identifier }}')
            and regexp_matches(sql, '\b{{ relation.identifier }}\b')
        order by reader
    {%- endset -%}
    {{- return(run_query(query).columns[0].values() | list) -}}
{% endmacro %}

{% macro postgres__relation_readers(relation) %}
    {%- set query -%}
        select distinct pg_describe_object(classid, objid, 0) as reader
        from pg_depend
        where
            refclassid = 'pg_class'::regclass
            and refobjid = '{{ relation.include(database=false) }}'::regclass
            and deptype = 'n'
        order by reader
    {%- endset -%}
    {{- return(run_query(query).columns[0].values() | list) -}}
{% endmacro %}
