{#-
    The value of one count of a `json_fields` array as text: that of its spellings which is not zero, else the first
    that is present. Writers that fill every name of a count leave zero under the names that they do not use. Two
    spellings with different values that are not zero are a finding of `contradicting_counts`.

    It reads all spellings. Where speed matters, use it only for rows of which `has_other_counts` is true.

    Args: array, mapping, name: those of `json_field`. first: column with the value of `json_field`, if there is one.
-#}
{% macro agreed_field(array, mapping, name, first=none) -%}
    {%- set first_present = first or json_field(array, mapping, name) -%}
    {%- if mapping[name] | length == 1 -%}
        {{ first_present }}
    {%- else -%}
        coalesce({{ first_element(field_values(array, mapping, name)) }}, {{ first_present }})
    {%- endif -%}
{%- endmacro %}
