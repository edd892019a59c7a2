{#-
    Records every table and view that a build is about to make and that is not on record yet. Before it makes them, so
    that a build that is killed leaves nothing behind that a later version would not know as ours.
-#}
{% macro record_relations() -%}
    {%- set record = relations_relation() -%}
    {%- set missing = manifest_relations(selected_resources) | reject('in', recorded_relations(record)) | list -%}
    {%- if missing -%}
        {%- do write_relation_entries(record, 'made', missing) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}
