{#-
    Drops the tables and views that earlier builds made and that no model or seed makes any more, because it was renamed
    or removed. Only relations on our record are considered. A relation that something else still reads is kept and
    named. Each drop is one transaction with its entry in the record, so the next build completes a build that is killed
    here.
-#}
{% macro drop_orphans() -%}
    {%- set record = relations_relation() -%}
    {%- set ns = namespace(orphans=recorded_relations(record) | reject('in', manifest_relations()) | list, is_done=false) -%}
    {%- for _ in ns.orphans if not ns.is_done -%}
        {%- set kept = [] -%}
        {%- for orphan in ns.orphans -%}
            {%- set relation = adapter.get_relation(target.database, orphan.split('.')[0], orphan.split('.')[1]) -%}
            {%- set readers = relation_readers(relation) if relation is not none else [] -%}
            {%- if readers -%}
                {%- do kept.append((orphan, readers)) -%}
            {%- else -%}
                {%- do drop_orphan(record, orphan, relation) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set ns.is_done = not kept or kept | length == ns.orphans | length -%}
        {%- set ns.orphans = kept | map(attribute=0) | list -%}
        {%- for orphan, readers in kept if ns.is_done -%}
            {%- do log(
                'kept ' ~ orphan ~ ': no model or seed makes it any more, but ' ~ readers | join(', ')
                ~ ' reads it; drop or change what reads it, then build again', info=true
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
