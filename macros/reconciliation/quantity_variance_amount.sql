{#-
    The difference in quantity of a meter at its list price. Reads columns `quantity_variance` and `list_unit_price`. A
    difference beyond any real bill counts as price, because the product could overflow.
-#}
{% macro quantity_variance_amount() -%}
    cast(
        case
            when abs(quantity_variance) >= 10000000000000 then 0
            else {{ quantity_cost('quantity_variance', 'coalesce(list_unit_price, 0)') }}
        end as {{ type_amount() }}
    )
{%- endmacro %}
