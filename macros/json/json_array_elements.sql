{#-
    Set-returning: one row per element of the array at a top-level key of a JSON document, as JSON; no rows when it is
    not an array.
-#}
{% macro json_array_elements(document, key) %}
    {{- return(adapter.dispatch('json_array_elements', 'tokenbooks')(document, key)) -}}
{% endmacro %}

{% macro duckdb__json_array_elements(document, key) -%}
    unnest(json_extract({{ document }}, '$.{{ key }}[*]'))
{%- endmacro %}

{% macro postgres__json_array_elements(document, key) -%}
    jsonb_array_elements(
        case
            when jsonb_typeof(cast({{ document }} as jsonb) -> '{{ key }}') = 'array'
                then cast({{ document }} as jsonb) -> '{{ key }}'
            else cast('[]' as jsonb)
        end
    )
{%- endmacro %}

{#- Spark reads JSON of any shape as a variant. -#}
{% macro spark__json_array_elements(document, key) -%}
    explode(
        transform(
            try_variant_get(try_parse_json({{ document }}), '$.{{ key }}', 'array<variant>'),
            element -> to_json(element)
        )
    )
{%- endmacro %}
