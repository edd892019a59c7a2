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
        from {{ json_tagged_elements(list, tag, numbers, values, false) }} as items
        order by items.item_number
        limit 1
    )
{%- endmacro %}

{% macro spark__json_other_tag(list, tag, numbers, values) -%}
    get({{ json_tagged_elements(list, tag, numbers, values, false) }}, 0).{{ tag }}
{%- endmacro %}
