{#-
    Whether usage on a meter is covered by capacity that was bought in advance, so that it has no price and needs none.
    Capacity covers what a model reads and writes. It does not cover hosted tools, storage, or counts of an unknown
    meter. The relation has the columns `is_provisioned`, `<meter>_unit_price` and `extra_unit`.

    Args: meter: one of `usage_meters`. unit: its unit.
-#}
{% macro is_covered_by_capacity(meter, unit) -%}
    is_provisioned and {{ meter }}_unit_price is null
    {%- if unit == 'any' %} and extra_unit in ('tokens', 'seconds', 'characters', 'images'){% endif %}
{%- endmacro %}
