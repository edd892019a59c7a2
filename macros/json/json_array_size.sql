{#- The number of elements of a JSON array at a dotted path of a document; NULL when there is no array. -#}
{% macro json_array_size(document, path) %}
    {{- return(adapter.dispatch('json_array_size', 'tokenbooks')(document, path)) -}}
{% endmacro %}

{% macro duckdb__json_array_size(document, path) -%}
    case
        when json_type({{ document }}, '$.{{ path }}') = 'ARRAY'
            then cast(json_array_length({{ document }}, '$.{{ path }}') as bigint)
    end
{%- endmacro %}

{% macro postgres__json_array_size(document, path) -%}
    {%- set array = "cast(" ~ document ~ " as jsonb) #> '" ~ json_path_elements(path) ~ "'" -%}
    case when jsonb_typeof({{ array }}) = 'array' then cast(jsonb_array_length({{ array }}) as bigint) end
{%- endmacro %}

{% macro spark__json_array_size(document, path) -%}
    cast(size(try_variant_get(try_parse_json({{ document }}), '$.{{ path }}', 'array<variant>')) as bigint)
{%- endmacro %}
