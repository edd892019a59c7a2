{#-
    Appends entries about relations to the record of relations, in the open transaction or a new one. The caller
    commits. Entries are numbered, because a clock may be set back.
-#}
{% macro write_relation_entries(record, event, relations) -%}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc).strftime('%Y-%m-%d %H:%M:%S.%f') -%}
    {%- call statement('write_relation_entries', auto_begin=true) -%}
        insert into {{ record }}
        select
            (select coalesce(max(entry), 0) from {{ record }}) + named.number as entry,
            '{{ invocation_id }}' as invocation_id,
            '{{ event }}' as event,
            named.relation_schema,
            named.relation_name,
            cast('{{ now }}' as timestamp) as happened_at
        from (
            values
            {% for relation in relations -%}
            ({{ loop.index }}, '{{ relation.split(".")[0] }}', '{{ relation.split(".")[1] }}')
            {{- ',' if not loop.last }}
            {% endfor %}
        ) as named (number, relation_schema, relation_name)
    {%- endcall -%}
{%- endmacro %}
