{#-
    The value of one count of a `json_fields` array as text: the first of its spellings that is not zero, else the first
    that is present. Writers that fill every name of a count leave zero under the names that they do not use. Two
    spellings with different values that are not zero are a finding of `contradicting_counts`.

    Where speed matters, use it only for rows of which `has_other_counts` is true.

    Args: array, mapping, name: those of `json_field`. first: column with the value of `json_field`, if there is one.
-#}
{% macro agreed_field(array, mapping, name, first=none) -%}
    {%- set elements = json_field_elements(array, mapping, name) -%}
    {%- if elements | length == 1 -%}
        {{ first or elements[0] }}
    {%- else -%}
        coalesce({% for element in elements %}nullif({{ element }}, '0'), {% endfor -%}
            {{ first or elements | join(', ') }})
    {%- endif -%}
{%- endmacro %}
