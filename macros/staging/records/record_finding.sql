{#-
    Why a record of a gateway cannot be used, whatever its counts, as `reason|detail`; NULL when it can. Reads the
    columns `platform`, `raw_occurred_at`, `occurred_at` and `reported_cost`.
-#}
{% macro record_finding() -%}
    case
        when platform is null then 'missing_platform|the record does not show who bills the call'
        when raw_occurred_at is null then 'missing_occurred_at|the record does not show when the call was made'
        when occurred_at is null
            then 'invalid_occurred_at|the time of the call is neither a date-time nor a time since 1970'
        when reported_cost is not null and {{ exact_decimal('reported_cost') }} is null
            then 'invalid_reported_cost|the reported cost is not a decimal number'
    end
{%- endmacro %}
