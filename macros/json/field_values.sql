{#-
    The different values of one field of a `json_fields` array under all of its spellings, other than zero, as a
    sorted array of text.
-#}
{% macro field_values(array, mapping, name) %}
    {%- set position = namespace(first=1, seen=false) -%}
    {%- for field, paths in mapping.items() -%}
        {%- if field == name -%}{%- set position.seen = true -%}{%- endif -%}
        {%- if not position.seen -%}{%- set position.first = position.first + paths | length -%}{%- endif -%}
    {%- endfor -%}
    {{- return(adapter.dispatch('field_values', 'tokenbooks')(array, position.first, mapping[name] | length)) -}}
{% endmacro %}

{% macro duckdb__field_values(array, first, size) -%}
    list_sort(list_distinct(list_filter(
        {{ array }}[{{ first }}:{{ first + size - 1 }}], lambda item: item != '0'
    )))
{%- endmacro %}

{% macro postgres__field_values(array, first, size) -%}
    array(
        select distinct items.item
        from unnest({{ array }}[{{ first }}:{{ first + size - 1 }}]) as items (item)
        where items.item != '0'
        order by 1
    )
{%- endmacro %}

{% macro spark__field_values(array, first, size) -%}
    array_sort(array_distinct(filter(slice({{ array }}, {{ first }}, {{ size }}), item -> item != '0')))
{%- endmacro %}
