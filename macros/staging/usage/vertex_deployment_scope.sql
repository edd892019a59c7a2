{#-
    The deployment scope of a call in Vertex AI, which the location of its endpoint shows: a region, or a geography of
    several regions. NULL for the global endpoint and for an unknown one.
-#}
{% macro vertex_deployment_scope(location) -%}
    case
        when lower({{ location }}) = 'global' then null
        when lower({{ location }}) in ('us', 'eu', 'apac') then 'data_zone'
        when {{ location }} != '' then 'regional'
    end
{%- endmacro %}
