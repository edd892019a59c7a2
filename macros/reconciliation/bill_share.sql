{#-
    Weight × ratio, exactly: by cost, or by quantity. Both factors are cut to a width at which no engine rounds or
    overflows; `int_bill_shares_weighed` gives no ratio to weights that are wider.
-#}
{% macro bill_share(is_weighed_by_cost, cost, quantity, ratio) -%}
    case
        when {{ is_weighed_by_cost }}
            then cast(cast({{ cost }} as decimal(19, 12)) * {{ ratio }} as {{ type_share() }})
        else cast(cast({{ quantity }} as decimal(19, 6)) * {{ ratio }} as {{ type_share() }})
    end
{%- endmacro %}
