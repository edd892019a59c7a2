{#-
    Sum of the whole numbers of at most twelve digits under one key of the objects of a JSON array, at a dotted path; 0
    when there is none. Any other value counts 0.

    Args: document: expression for JSON text. path: of the array. key: of its objects.
-#}
{% macro json_numbers_sum(document, path, key) %}
    {{- return(adapter.dispatch('json_numbers_sum', 'tokenbooks')(document, path, key)) -}}
{% endmacro %}

{% macro duckdb__json_numbers_sum(document, path, key) -%}
    coalesce(cast(list_sum(list_transform(
        list_filter(
            json_extract_string({{ document }}, '$.{{ path }}[*].{{ key }}'),
            lambda item: regexp_full_match(item, '[0-9]{1,12}')
        ),
        lambda item: cast(item as bigint)
    )) as bigint), 0)
{%- endmacro %}

{% macro postgres__json_numbers_sum(document, path, key) -%}
    (
        select cast(coalesce(sum(
            case when found.item #>> '{}' ~ '^[0-9]{1,12}$' then cast(found.item #>> '{}' as bigint) end
        ), 0) as bigint)
        from jsonb_path_query(cast({{ document }} as jsonb), '$.{{ path }}[*].{{ key }}') as found (item)
    )
{%- endmacro %}

{% macro spark__json_numbers_sum(document, path, key) -%}
    coalesce(aggregate(
        filter(
            transform(
                try_variant_get(try_parse_json({{ document }}), '$.{{ path }}', 'array<variant>'),
                item -> try_variant_get(item, '$.{{ key }}', 'string')
            ),
            number -> number rlike r'^[0-9]{1,12}\z'
        ),
        cast(0 as bigint),
        (total, number) -> total + cast(number as bigint)
    ), 0)
{%- endmacro %}
