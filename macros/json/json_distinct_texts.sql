{#-
    The number of different texts in JSON lists at some places of a document, without empty ones; 0 when there is none.

    Args: document: expression for JSON text. places: dotted paths of lists of texts, with at most one `[*]` for each
    element of a list above them.
-#}
{% macro json_distinct_texts(document, places) %}
    {{- return(adapter.dispatch('json_distinct_texts', 'tokenbooks')(document, places)) -}}
{% endmacro %}

{% macro duckdb__json_distinct_texts(document, places) -%}
    coalesce(len(list_distinct(list_filter(
        flatten([
            {%- for place in places %}
            json_extract_string({{ document }}, '$.{{ place }}[*]'){{ ',' if not loop.last }}
            {%- endfor %}
        ]),
        lambda item: trim(item) != ''
    ))), 0)
{%- endmacro %}

{% macro postgres__json_distinct_texts(document, places) -%}
    (
        select count(distinct found.item #>> '{}')
        from (
            {%- for place in places %}
            select jsonb_path_query(cast({{ document }} as jsonb), '$.{{ place }}[*]') as item
            {{- ' union all' if not loop.last }}
            {%- endfor %}
        ) as found
        where trim(found.item #>> '{}') != ''
    )
{%- endmacro %}

{% macro spark__json_distinct_texts(document, places) -%}
    coalesce(cast(size(array_distinct(filter(
        flatten(array(
            {%- for place in places %}
            {%- set steps = place.split('[*].') %}
            coalesce({% if steps | length == 1 -%}
            try_variant_get(try_parse_json({{ document }}), '$.{{ spark_json_path(place) }}', 'array<string>')
            {%- else -%}
            flatten(transform(
                try_variant_get(try_parse_json({{ document }}), '$.{{ steps[0] }}', 'array<variant>'),
                item -> coalesce(try_variant_get(item, '$.{{ steps[1] }}', 'array<string>'), array())
            ))
            {%- endif %}, array()){{ ',' if not loop.last }}
            {%- endfor %}
        )),
        item -> trim(item) != ''
    ))) as bigint), 0)
{%- endmacro %}
