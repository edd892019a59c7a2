{#- The elements of a `json_fields` array that hold one field, a list of expressions: one for each of its spellings. -#}
{% macro json_field_elements(array, mapping, name) %}
    {%- if name not in mapping -%}
        {{ exceptions.raise_compiler_error("json_field: '" ~ name ~ "' is not in the mapping.") }}
    {%- endif -%}
    {%- set position = namespace(first=1, seen=false) -%}
    {%- for field, paths in mapping.items() -%}
        {%- if field == name -%}{%- set position.seen = true -%}{%- endif -%}
        {%- if not position.seen -%}{%- set position.first = position.first + paths | length -%}{%- endif -%}
    {%- endfor -%}
    {%- set elements = [] -%}
    {%- for _ in mapping[name] -%}
        {%- do elements.append(array_element(array, position.first + loop.index0)) -%}
    {%- endfor -%}
    {{- return(elements) -}}
{% endmacro %}
