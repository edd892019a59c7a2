{#-
    The JSON text of everything at some places of a document, joined with spaces, to look for a key in those places
    only; empty when nothing is there. A string in them keeps its quotes, so its content never looks like a key.

    Args: document: expression for JSON text. places: dotted paths, with at most one `[*]` for each element of a list.
-#}
{% macro json_joined_objects(document, places) %}
    {{- return(adapter.dispatch('json_joined_objects', 'tokenbooks')(document, places)) -}}
{% endmacro %}

{% macro duckdb__json_joined_objects(document, places) -%}
    array_to_string(
        flatten([
            {%- for place in places %}
            {% if '[*]' in place -%}
            json_extract({{ document }}, '$.{{ place }}')
            {%- else -%}
            [json_extract({{ document }}, '$.{{ place }}')]
            {%- endif %}{{ ',' if not loop.last }}
            {%- endfor %}
        ]),
        ' '
    )
{%- endmacro %}

{% macro postgres__json_joined_objects(document, places) -%}
    (
        select coalesce(string_agg(cast(found.item as text), ' '), '')
        from (
            {%- for place in places %}
            select jsonb_path_query(cast({{ document }} as jsonb), '$.{{ place }}') as item
            {{- ' union all' if not loop.last }}
            {%- endfor %}
        ) as found
    )
{%- endmacro %}

{#- The function around it lets Spark parse the document once. -#}
{% macro spark__json_joined_objects(document, places) -%}
    transform(
        array(try_parse_json({{ document }})),
        parsed -> concat_ws(
            ' ',
            {%- for place in places %}
            {%- set steps = place.split('[*].') %}
            {% if steps | length == 1 -%}
            to_json(variant_get(parsed, '$.{{ spark_json_path(place) }}', 'variant'))
            {%- else -%}
            transform(
                try_variant_get(parsed, '$.{{ steps[0] }}', 'array<variant>'),
                item -> to_json(variant_get(item, '$.{{ steps[1] }}', 'variant'))
            )
            {%- endif %}{{ ',' if not loop.last }}
            {%- endfor %}
        )
    )[0]
{%- endmacro %}
