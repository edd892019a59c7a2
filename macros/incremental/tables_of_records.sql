{#- The raw tables of records that a model reads, itself or through other models. The ledger is not one of them. -#}
{% macro tables_of_records(model_id) %}
    {%- set tables = [] -%}
    {%- for parent in graph.nodes[model_id].depends_on.nodes -%}
        {%- if parent in graph.sources -%}
            {%- if graph.sources[parent].name != 'deliveries' -%}
                {%- do tables.append(graph.sources[parent].relation_name) -%}
            {%- endif -%}
        {%- elif graph.nodes[parent].resource_type == 'model' -%}
            {%- do tables.extend(tables_of_records(parent)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(tables) -}}
{% endmacro %}
