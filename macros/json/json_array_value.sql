{#-
    The text under one key of the first object of a JSON array, at a dotted path, that has one of some values under
    another key; NULL when there is no such object.

    Args: document: expression for JSON text. path: of the array. key, values: of the object to look for. wanted:
    dotted key of the text.
-#}
{% macro json_array_value(document, path, key, values, wanted) %}
    {{- return(adapter.dispatch('json_array_value', 'tokenbooks')(document, path, key, values, wanted)) -}}
{% endmacro %}

{% macro duckdb__json_array_value(document, path, key, values, wanted) -%}
    json_extract_string(
        list_filter(
            json_extract({{ document }}, '$.{{ path }}[*]'),
            lambda item: json_extract_string(item, '$.{{ key }}') in ({{ text_list(values) }})
        )[1],
        '$.{{ wanted }}'
    )
{%- endmacro %}

{% macro postgres__json_array_value(document, path, key, values, wanted) -%}
    (
        select found.item #>> '{{ json_path_elements(wanted) }}'
        from jsonb_path_query(cast({{ document }} as jsonb), '$.{{ path }}[*]')
            with ordinality as found (item, item_number)
        where found.item #>> '{{ json_path_elements(key) }}' in ({{ text_list(values) }})
        order by found.item_number
        limit 1
    )
{%- endmacro %}

{% macro spark__json_array_value(document, path, key, values, wanted) -%}
    try_variant_get(
        get(
            filter(
                try_variant_get(try_parse_json({{ document }}), '$.{{ path }}', 'array<variant>'),
                item -> try_variant_get(item, '$.{{ key }}', 'string') in ({{ text_list(values) }})
            ),
            0
        ),
        '$.{{ wanted }}', 'string'
    )
{%- endmacro %}
