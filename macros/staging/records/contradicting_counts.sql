{#-
    The first count of which two spellings have different values, as `reason|detail`; NULL when all agree. A zero
    contradicts nothing: `agreed_field` passes over it, and the checks of parts against totals decide whether it was
    right.

    Args: array: a `json_fields` array. mapping: that it was made with. names: of the counts in it.
-#}
{% macro contradicting_counts(array, mapping, names) -%}
    {%- if mapping.values() | map('length') | max == 1 -%}
    cast(null as {{ dbt.type_string() }})
    {%- else -%}
    'contradicting_counts|' || case
        {% for name in names if mapping[name] | length > 1 -%}
        when {{ array_size(field_values(array, mapping, name)) }} > 1 then '{{ name }}'
        {% endfor -%}
    end || ' has different values under two of its names'
    {%- endif -%}
{%- endmacro %}
