{#-
    The status of a comparison. A side that is missing is never matched, however small the other is. A bill that is not
    final is pending. Matched is a variance within the amount, or within the percentage of the billed cost, bounds
    included. The test multiplies, because a rounded ratio would move the bound.
-#}
{% macro reconciliation_status(is_final, has_usage, has_bill, variance, billed) -%}
    case
        when not {{ is_final }} then 'pending'
        when not {{ has_bill }} then 'missing_bill'
        when not {{ has_usage }} then 'missing_usage'
        when abs({{ variance }}) <= {{ var('reconciliation_tolerance_amount') }} then 'matched'
        when abs({{ variance }}) * 100 <= {{ var('reconciliation_tolerance_percent') }} * abs({{ billed }}) then 'matched'
        else 'discrepancy'
    end
{%- endmacro %}
