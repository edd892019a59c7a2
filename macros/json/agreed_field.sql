{#-
    The value of one count of a `json_fields` array as text: the first of its spellings that is not zero, else the first
    that is present. Writers that fill every name of a count leave zero under the names that they do not use. Two
    spellings with different values that are not zero are a finding of `contradicting_counts`.
-#}
{% macro agreed_field(array, mapping, name) -%}
    {%- set elements = json_field_elements(array, mapping, name) -%}
    {%- if elements | length == 1 -%}
        {{ elements[0] }}
    {%- else -%}
        coalesce({% for element in elements %}nullif({{ element }}, '0'), {% endfor %}{{ elements | join(', ') }})
    {%- endif -%}
{%- endmacro %}
