{#- The value of one field of a `json_fields` array as text: the first of its spellings that is present. -#}
{% macro json_field(array, mapping, name) -%}
    {%- set elements = json_field_elements(array, mapping, name) -%}
    {{ elements[0] if elements | length == 1 else "coalesce(" ~ elements | join(", ") ~ ")" }}
{%- endmacro %}
