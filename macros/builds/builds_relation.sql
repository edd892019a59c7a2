{#-
    The journal of builds. It is created if it is missing, outside the schemas of the models, because it is not a part
    of the books.
-#}
{% macro builds_relation() -%}
    {%- set relation = api.Relation.create(
        database=target.database or none, schema='operations', identifier='builds', type='table'
    ) -%}
    {%- do adapter.create_schema(relation) -%}
    {%- call statement('create_builds', auto_begin=true) -%}
        create table if not exists {{ relation }} (
            entry bigint,
            invocation_id {{ dbt.type_string() }},
            event {{ dbt.type_string() }},
            happened_at timestamp,
            loaded_until timestamp,
            as_of {{ dbt.type_string() }},
            failures bigint,
            marts_built {{ dbt.type_string() }},
            marts_not_built {{ dbt.type_string() }}
        )
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{- return(relation) -}}
{%- endmacro %}
