{#-
    The elements of a JSON list of objects whose tag, in upper case, is one of some values, as a list of records of
    text; with `is_listed` false, those with any other tag. PostgreSQL has no such lists: there they are rows, `item`
    by `item_number`.
-#}
{% macro json_tagged_elements(list, tag, numbers, values, is_listed) %}
    {{- return(adapter.dispatch('json_tagged_elements', 'tokenbooks')(list, tag, numbers, values, is_listed)) -}}
{% endmacro %}

{% macro duckdb__json_tagged_elements(list, tag, numbers, values, is_listed) -%}
    list_filter(
        from_json(
            {{ list }},
            '[{"{{ tag }}": "VARCHAR"{% for number in numbers %}, "{{ number }}": "VARCHAR"{% endfor %}}]'
        ),
        lambda item: upper(item['{{ tag }}']) {{ 'in' if is_listed else 'not in' }} ({{ text_list(values) }})
    )
{%- endmacro %}

{% macro spark__json_tagged_elements(list, tag, numbers, values, is_listed) -%}
    filter(
        from_json(
            {{ list }},
            'array<struct<{{ tag }}: string{% for number in numbers %}, {{ number }}: string{% endfor %}>>'
        ),
        item -> upper(item.{{ tag }}) {{ 'in' if is_listed else 'not in' }} ({{ text_list(values) }})
    )
{%- endmacro %}

{% macro postgres__json_tagged_elements(list, tag, numbers, values, is_listed) -%}
    (
        select
            listed.item,
            listed.item_number
        from jsonb_array_elements(
            case when substring({{ list }}, 1, 1) = '[' then cast({{ list }} as jsonb) else cast('[]' as jsonb) end
        ) with ordinality as listed (item, item_number)
        where upper(listed.item ->> '{{ tag }}') {{ 'in' if is_listed else 'not in' }} ({{ text_list(values) }})
    )
{%- endmacro %}
