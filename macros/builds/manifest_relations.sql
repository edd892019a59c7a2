{#-
    `schema.name` of every table and view that the models and seeds of this version make, or of those with the given
    ids.
-#}
{% macro manifest_relations(unique_ids=none) -%}
    {%- set relations = [] -%}
    {%- for node in graph.nodes.values() if unique_ids is none or node.unique_id in unique_ids -%}
        {%- if node.resource_type in ('model', 'seed', 'snapshot') and node.config.materialized != 'ephemeral' -%}
            {%- do relations.append(node.schema ~ '.' ~ node.alias) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(relations | sort) -}}
{%- endmacro %}
