{#-
    What the variance of a meter is: the component, or `priced_on_both_sides` if it has a part of quantity and one of
    price. Reads columns `model`, `calculated_quantity`, `billed_quantity`, `calculated_cost` and `billed_cost`.
-#}
{% macro variance_component() -%}
    case
        when model = '(unmapped)' then 'unmapped'
        when model = '(all)' and billed_cost is not null and calculated_cost is not null then 'not_itemised'
        when billed_cost is null then 'one_sided_usage'
        when calculated_quantity is null and model != '(all)' then 'one_sided_bill'
        when calculated_cost is null and calculated_quantity is not null then 'unpriced'
        when calculated_cost is null then 'one_sided_bill'
        when billed_quantity is null then 'not_itemised'
        else 'priced_on_both_sides'
    end
{%- endmacro %}
