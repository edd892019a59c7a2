{#- The paths of one leaf under several parent keys, then other paths to try after them. -#}
{% macro nested_paths(parents, leaf, others=[]) %}
    {%- set paths = [] -%}
    {%- for parent in parents -%}
        {%- do paths.append(parent ~ '.' ~ leaf) -%}
    {%- endfor -%}
    {{- return(paths + others) -}}
{% endmacro %}
