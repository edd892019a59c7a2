{#- Drops one relation that nothing reads, if it still exists, and records that in the same transaction. -#}
{% macro drop_orphan(record, orphan, relation) -%}
    {%- if relation is not none -%}
        {%- call statement('drop_orphan', auto_begin=true) -%}
            drop {{ 'view' if relation.is_view else 'table' }} {{ relation }}
        {%- endcall -%}
    {%- endif -%}
    {%- do write_relation_entries(record, 'dropped', [orphan]) -%}
    {%- do adapter.commit() -%}
    {%- if relation is not none -%}
        {%- do log('dropped ' ~ orphan ~ ': no model or seed makes it any more', info=true) -%}
    {%- endif -%}
{%- endmacro %}
