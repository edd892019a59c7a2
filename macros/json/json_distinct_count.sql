{#-
    The number of different ids among the objects of a JSON array, at a dotted path, that have a value under a key; 0
    when there is no array. The content identifies an object without an id of any kind.

    Args: document: expression for JSON text. path: of the array. key, value: to look for. ids: dotted keys of ids,
    best first.
-#}
{% macro json_distinct_count(document, path, key, value, ids) %}
    {{- return(adapter.dispatch('json_distinct_count', 'tokenbooks')(document, path, key, value, ids)) -}}
{% endmacro %}

{% macro duckdb__json_distinct_count(document, path, key, value, ids) -%}
    coalesce(len(list_distinct(list_transform(
        list_filter(
            json_extract({{ document }}, '$.{{ path }}[*]'),
            lambda item: json_extract_string(item, '$.{{ key }}') = '{{ value }}'
        ),
        lambda item: coalesce(
            {% for id in ids %}json_extract_string(item, '$.{{ id }}'), {% endfor %}cast(item as varchar)
        )
    ))), 0)
{%- endmacro %}

{% macro postgres__json_distinct_count(document, path, key, value, ids) -%}
    (
        select count(distinct coalesce(
            {% for id in ids %}found.item #>> '{{ json_path_elements(id) }}', {% endfor %}cast(found.item as text)
        ))
        from jsonb_path_query(cast({{ document }} as jsonb), '$.{{ path }}[*]') as found (item)
        where found.item #>> '{{ json_path_elements(key) }}' = '{{ value }}'
    )
{%- endmacro %}

{% macro spark__json_distinct_count(document, path, key, value, ids) -%}
    coalesce(cast(size(array_distinct(transform(
        filter(
            try_variant_get(try_parse_json({{ document }}), '$.{{ path }}', 'array<variant>'),
            item -> try_variant_get(item, '$.{{ key }}', 'string') = '{{ value }}'
        ),
        item -> coalesce(
            {% for id in ids %}try_variant_get(item, '$.{{ id }}', 'string'), {% endfor %}to_json(item)
        )
    ))) as bigint), 0)
{%- endmacro %}
