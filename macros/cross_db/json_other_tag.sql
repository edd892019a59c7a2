{#-
    The tag of the first element of a JSON list of objects whose tag is, in upper case, none of some values; NULL when there
    is none. Args as those of `json_tagged_sum`.
-#}
{% macro json_other_tag(list, tag, numbers, values) %}
    {{- return(adapter.dispatch('json_other_tag', 'tokenbooks')(list, tag, numbers, values)) -}}
{% endmacro %}

{% macro duckdb__json_other_tag(list, tag, numbers, values) -%}
    ({{ json_tagged_elements(list, tag, numbers, values, false) }})[1].{{ tag }}
{%- endmacro %}

{% macro postgres__json_other_tag(list, tag, numbers, values) -%}
    (
        select items.item ->> '{{ tag }}'
        from jsonb_array_elements(
            case when substring({{ list }}, 1, 1) = '[' then cast({{ list }} as jsonb) else cast('[]' as jsonb) end
        ) with ordinality as items (item, item_number)
        where upper(items.item ->> '{{ tag }}') not in ({{ text_list(values) }})
        order by items.item_number
        limit 1
    )
{%- endmacro %}

{% macro spark__json_other_tag(list, tag, numbers, values) -%}
    get({{ json_tagged_elements(list, tag, numbers, values, false) }}, 0).{{ tag }}
{%- endmacro %}
