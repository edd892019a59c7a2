{#-
    The value of one field of a `json_fields` array as text: the first of its spellings that is present and not empty.
    Tools write empty text for an unknown value.
-#}
{% macro filled_field(array, mapping, name) -%}
    {%- set elements = [] -%}
    {%- for element in json_field_elements(array, mapping, name) -%}
        {%- do elements.append("nullif(" ~ element ~ ", '')") -%}
    {%- endfor -%}
    {{ elements[0] if elements | length == 1 else "coalesce(" ~ elements | join(", ") ~ ")" }}
{%- endmacro %}
