{#-
    Hook that writes down how a build has ended: how much failed or was skipped, and which marts it has and has not
    built. An empty or sampled build has built none.
-#}
{% macro build_finished(results) -%}
    {%- if is_building() -%}
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
        {%- do write_build_entry('finished', failed | length, built | sort, marts | reject('in', built) | list) -%}
    {%- endif -%}
{%- endmacro %}
