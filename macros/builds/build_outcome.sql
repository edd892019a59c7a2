{#-
    Outcome of a build, from dbt's results: the ids of nodes that failed or were skipped, and the names of the marts
    that were and were not built. An empty or sampled build has built no mart.
-#}
{% macro build_outcome(results) -%}
    {%- set is_whole = not (flags.EMPTY or flags.SAMPLE) -%}
    {%- set marts = graph.nodes.values() | selectattr('resource_type', 'eq', 'model')
        | selectattr('schema', 'eq', 'marts') | map(attribute='alias') | sort -%}
    {%- set failed, built = [], [] -%}
    {%- for result in results -%}
        {%- if result.status | string not in ['success', 'pass', 'warn', 'no-op', 'reused'] -%}
            {%- do failed.append(result.node.unique_id) -%}
        {%- elif is_whole and result.node.resource_type == 'model' and result.node.schema == 'marts' -%}
            {%- do built.append(result.node.alias) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return({'failed': failed, 'built': built | sort, 'not_built': marts | reject('in', built) | list}) -}}
{%- endmacro %}
