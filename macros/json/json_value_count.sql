{#-
    The number of objects of a JSON array, at a dotted path, that have one of some values under a key; 0 when there is
    no array.

    Args: document: expression for JSON text. path: of the array. key: of its objects. values: to look for.
-#}
{% macro json_value_count(document, path, key, values) %}
    {{- return(adapter.dispatch('json_value_count', 'tokenbooks')(document, path, key, values)) -}}
{% endmacro %}

{% macro duckdb__json_value_count(document, path, key, values) -%}
    coalesce(len(list_filter(
        json_extract_string({{ document }}, '$.{{ path }}[*].{{ key }}'), lambda item: item in ({{ text_list(values) }})
    )), 0)
{%- endmacro %}

{% macro postgres__json_value_count(document, path, key, values) -%}
    (
        select count(*)
        from jsonb_path_query(cast({{ document }} as jsonb), '$.{{ path }}[*].{{ key }}') as found (item)
        where found.item #>> '{}' in ({{ text_list(values) }})
    )
{%- endmacro %}

{% macro spark__json_value_count(document, path, key, values) -%}
    coalesce(cast(size(filter(
        try_variant_get(try_parse_json({{ document }}), '$.{{ path }}', 'array<variant>'),
        item -> try_variant_get(item, '$.{{ key }}', 'string') in ({{ text_list(values) }})
    )) as bigint), 0)
{%- endmacro %}
