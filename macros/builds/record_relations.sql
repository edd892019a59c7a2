{#-
    Records every table and view that a build is about to make and that is not on record yet. Before it makes them, so
    that a build that is killed leaves nothing behind that a later version would not know as ours. A warehouse that has
    builds and no record is of version 0.1, or its first build was killed at once: what that version made is recorded, too,
    as far as it is there.
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
