{#-
    The record of relations, `operations.relations`: which tables and views our builds made, and which of them they
    dropped. It is created if it is missing. It only grows, because not every engine can change a row.
-#}
{% macro relations_relation() -%}
    {%- set relation = api.Relation.create(
        database=target.database or none, schema='operations', identifier='relations', type='table'
    ) -%}
    {%- do adapter.create_schema(relation) -%}
    {%- call statement('create_relations', auto_begin=true) -%}
        create table if not exists {{ relation }} (
            entry bigint,
            invocation_id {{ dbt.type_string() }},
            event {{ dbt.type_string() }},
            relation_schema {{ dbt.type_string() }},
            relation_name {{ dbt.type_string() }},
            happened_at timestamp
        )
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{- return(relation) -}}
{%- endmacro %}
