{#-
    Whether a difference in money is within the amount, or within the percentage of the billed cost, bounds included.
    The test multiplies, because a rounded ratio would move the bound.
-#}
{% macro is_within_tolerance(variance, billed) -%}
    (
        abs({{ variance }}) <= {{ var('reconciliation_tolerance_amount') }}
        or abs({{ variance }}) * 100 <= {{ var('reconciliation_tolerance_percent') }} * abs({{ billed }})
    )
{%- endmacro %}
