{#-
    The status of a comparison. A side that is missing is never matched, however small the other is. A bill that is not
    final is pending. Matched is a variance within the tolerance.
-#}
{% macro reconciliation_status(is_final, has_usage, has_bill, variance, billed) -%}
    case
        when not {{ is_final }} then 'pending'
        when not {{ has_bill }} then 'missing_bill'
        when not {{ has_usage }} then 'missing_usage'
        when {{ is_within_tolerance(variance, billed) }} then 'matched'
        else 'discrepancy'
    end
{%- endmacro %}
