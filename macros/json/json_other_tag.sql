{#-
    The tags, in order and joined by `+`, of the elements of a JSON list of objects whose tag, in upper case, is not
    one of some values; NULL when there is none. The arguments are those of `json_tagged_sum`.
-#}
{% macro json_other_tag(list, tag, numbers, values) %}
    {{- return(adapter.dispatch('json_other_tag', 'tokenbooks')(list, tag, numbers, values)) -}}
{% endmacro %}

{% macro duckdb__json_other_tag(list, tag, numbers, values) -%}
    nullif(array_to_string(list_sort(list_distinct(list_transform(
        {{ json_tagged_elements(list, tag, numbers, values, false) }}, lambda item: item.{{ tag }}
    ))), '+'), '')
{%- endmacro %}

{#- Order by bytes, as other engines do. -#}
{% macro postgres__json_other_tag(list, tag, numbers, values) -%}
    (
        select string_agg(distinct (items.item ->> '{{ tag }}') collate "C", '+')
        from {{ json_tagged_elements(list, tag, numbers, values, false) }} as items
    )
{%- endmacro %}

{% macro spark__json_other_tag(list, tag, numbers, values) -%}
    nullif(array_join(array_sort(array_distinct(transform(
        {{ json_tagged_elements(list, tag, numbers, values, false) }}, item -> item.{{ tag }}
    ))), '+'), '')
{%- endmacro %}
