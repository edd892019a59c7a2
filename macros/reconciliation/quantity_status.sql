{#-
    The status of the quantities of a meter, beside the status of its money. A missing side, and a bill that may still
    change, are the same for both. A cent is worth thousands of tokens, so quantities have the tolerance in percent
    only. The test multiplies, because a rounded ratio would move the bound.
-#}
{% macro quantity_status(status, calculated, billed) -%}
    case
        when {{ status }} not in ('matched', 'discrepancy') then {{ status }}
        when {{ calculated }} is null or {{ billed }} is null then 'not_itemised'
        when
            abs({{ billed }} - {{ calculated }}) * 100
            <= {{ var('reconciliation_tolerance_percent') }} * abs({{ billed }})
            then 'matched'
        else 'discrepancy'
    end
{%- endmacro %}
