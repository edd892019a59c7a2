{#-
    Set-returning: one row per element of the array at a top-level key of a JSON document, as JSON. A document without
    such elements has no row, or with `keeps_empty` one row, whose element differs by engine and must not be read.
-#}
{% macro json_array_elements(document, key, keeps_empty=false) %}
    {{- return(adapter.dispatch('json_array_elements', 'tokenbooks')(document, key, keeps_empty)) -}}
{% endmacro %}

{% macro duckdb__json_array_elements(document, key, keeps_empty) -%}
    {%- set elements = "json_extract(" ~ document ~ ", '$." ~ key ~ "[*]')" -%}
    unnest({{ 'coalesce(nullif(' ~ elements ~ ', []), [null])' if keeps_empty else elements }})
{%- endmacro %}

{% macro postgres__json_array_elements(document, key, keeps_empty) -%}
    {%- set elements = "cast(" ~ document ~ " as jsonb) -> '" ~ key ~ "'" -%}
    jsonb_array_elements(
        case
            when jsonb_typeof({{ elements }}) = 'array'
                {% if keeps_empty %}and {{ elements }} != cast('[]' as jsonb){% endif %}
                then {{ elements }}
            else cast('{{ '[null]' if keeps_empty else '[]' }}' as jsonb)
        end
    )
{%- endmacro %}

{#- Spark reads JSON of any shape as a variant. -#}
{% macro spark__json_array_elements(document, key, keeps_empty) -%}
    explode{{ '_outer' if keeps_empty }}(
        transform(
            try_variant_get(try_parse_json({{ document }}), '$.{{ key }}', 'array<variant>'),
            element -> to_json(element)
        )
    )
{%- endmacro %}
