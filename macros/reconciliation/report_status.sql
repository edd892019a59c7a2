{#-
    The status of a provider report beside our calculation, with the tolerance of bills. The test multiplies, because a
    rounded ratio would move the bound.
-#}
{% macro report_status(reported, calculated, variance) -%}
    case
        when {{ reported }} is null then 'missing_report'
        when {{ calculated }} is null then 'missing_usage'
        when abs({{ variance }}) * 100 <= {{ var('reconciliation_tolerance_percent') }} * abs({{ reported }})
            then 'matched'
        else 'discrepancy'
    end
{%- endmacro %}
