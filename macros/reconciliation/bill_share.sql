{#-
    Weight × ratio, exact: by cost, by a cost in millionths if the bill is 900,000 times the cost or more, or by
    quantity. Both factors are cut to a width at which no engine rounds or overflows. `int_bill_shares_weighed` gives a
    ratio of 0 to wider weights.
-#}
{% macro bill_share(basis, cost, quantity, ratio) -%}
    case
        when {{ ratio }} = 0 then 0
        when {{ basis }} = 'cost'
            then cast(cast({{ cost }} as decimal(19, 12)) * {{ ratio }} as {{ type_share() }})
        when {{ basis }} = 'cost_in_millionths'
            then cast(cast({{ cost }} * 1000000 as decimal(19, 6)) * {{ ratio }} as {{ type_share() }})
        else cast(cast({{ quantity }} as decimal(19, 6)) * {{ ratio }} as {{ type_share() }})
    end
{%- endmacro %}
