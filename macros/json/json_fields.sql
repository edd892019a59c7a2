{#-
    Every field of a mapping `{name: [path, other spelling, ...]}` of a JSON document, as one array of text, to be read
    with `json_field`. So a field and its spellings are written once, and each document is parsed once.
-#}
{% macro json_fields(document, mapping) -%}
    {{ json_text_array(document, mapping.values() | sum(start=[])) }}
{%- endmacro %}
