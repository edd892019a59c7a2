{#-
    The components of variances between usage and bill, as SQL text literals for `in (...)`. Every other component is a
    charge that is not usage, such as a tax.
-#}
{% macro meter_components() -%}
    {{ text_list([
        'quantity_variance', 'price_variance', 'one_sided_usage', 'one_sided_bill', 'unpriced', 'unmapped',
        'not_itemised',
    ]) }}
{%- endmacro %}
