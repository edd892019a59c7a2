{#-
    The first count of which two spellings have different values, as `reason|detail`; NULL when all agree. A zero
    contradicts nothing: `agreed_field` passes over it, and the checks of parts against totals decide whether it was
    right.

    Args: array: a `json_fields` array. mapping: that it was made with. names: of the counts in it.
-#}
{% macro contradicting_counts(array, mapping, names) -%}
    case
        {% for name in names if mapping[name] | length > 1 -%}
        {%- set values = [] -%}
        {%- for element in json_field_elements(array, mapping, name) -%}
            {%- do values.append("nullif(" ~ element ~ ", '0')") -%}
        {%- endfor -%}
        when greatest({{ values | join(', ') }}) != least({{ values | join(', ') }})
            then 'contradicting_counts|{{ name }} has different values under two of its names'
        {% endfor -%}
    end
{%- endmacro %}
