{#-
    `select` of all columns of a relation for each element of a JSON array at a dotted path of one of them, with
    `element`, the element as JSON text, and `element_number`, counted from 1; no rows when it is not an array.

    Args: relation: a CTE. document: its column of JSON text. path: of the array.
-#}
{% macro numbered_elements(relation, document, path) %}
    {{- return(adapter.dispatch('numbered_elements', 'tokenbooks')(relation, document, path)) -}}
{% endmacro %}

{% macro duckdb__numbered_elements(relation, document, path) -%}
    select
        listed.* exclude (elements),
        cast(unnest(listed.elements) as varchar) as element,
        generate_subscripts(listed.elements, 1) as element_number
    from (
        select
            {{ relation }}.*,
            json_extract({{ document }}, '$.{{ path }}[*]') as elements
        from {{ relation }}
    ) as listed
{%- endmacro %}

{% macro postgres__numbered_elements(relation, document, path) -%}
    {%- set array = "cast(" ~ relation ~ "." ~ document ~ " as jsonb) #> '" ~ json_path_elements(path) ~ "'" -%}
    select
        {{ relation }}.*,
        cast(numbered.element as text) as element,
        numbered.element_number
    from {{ relation }}
    cross join lateral jsonb_array_elements(
        case when jsonb_typeof({{ array }}) = 'array' then {{ array }} else cast('[]' as jsonb) end
    ) with ordinality as numbered (element, element_number)
{%- endmacro %}

{% macro spark__numbered_elements(relation, document, path) -%}
    select
        {{ relation }}.*,
        to_json(numbered.element) as element,
        cast(numbered.element_index + 1 as bigint) as element_number
    from {{ relation }}
    lateral view posexplode(
        try_variant_get(try_parse_json({{ relation }}.{{ document }}), '$.{{ path }}', 'array<variant>')
    ) numbered as element_index, element
{%- endmacro %}
