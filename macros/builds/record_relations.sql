{#-
    Records every table and view that a build is about to make and that is not on record yet. It does so before the
    build makes them, so that a killed build leaves nothing that a later version would not recognise as ours. A
    warehouse with builds and without a record is of version 0.1, or its first build was killed at once. The relations
    of that version are then recorded too, if they exist.
-#}
{% macro record_relations() -%}
    {%- set record = relations_relation() -%}
    {%- set recorded = recorded_relations(record) -%}
    {%- set made = manifest_relations(selected_resources) -%}
    {%- if not recorded -%}
        {%- set earlier = run_query(
            'select count(*) from ' ~ builds_relation() ~ " where invocation_id != '" ~ invocation_id ~ "'"
        ) -%}
        {%- if earlier.columns[0].values()[0] > 0 -%}
            {%- for relation in relations_of_version_0_1() | reject('in', made) | list -%}
                {%- set schema, name = relation.split('.') -%}
                {%- if adapter.get_relation(target.database, schema, name) is not none -%}
                    {%- do made.append(relation) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
    {%- set missing = made | reject('in', recorded) | list -%}
    {%- if missing -%}
        {%- do write_relation_entries(record, 'made', missing) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}
