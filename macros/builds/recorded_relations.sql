{#- `schema.name` of all relations on the record that our builds made and have not dropped since. -#}
{% macro recorded_relations(record) -%}
    {%- set query -%}
        with ranked as (
            select
                relation_schema,
                relation_name,
                event,
                row_number() over (partition by relation_schema, relation_name order by entry desc) as newness_rank
            from {{ record }}
        )

        select relation_schema || '.' || relation_name as relation
        from ranked
        where newness_rank = 1 and event = 'made'
        order by relation_schema, relation_name
    {%- endset -%}
    {{- return(run_query(query).columns[0].values() | list) -}}
{%- endmacro %}
