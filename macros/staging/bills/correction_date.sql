{#-
    The bill date of a correction whose delivery has no other charge of its billing period: the day of the delivery,
    within that period. The next export of the month so far covers that day.
-#}
{% macro correction_date(delivered_at, invoice_period) -%}
    case
        when cast({{ delivered_at }} as date) < {{ invoice_period }} then {{ invoice_period }}
        when cast({{ delivered_at }} as date) >= {{ next_month(invoice_period) }}
            then cast({{ dbt.dateadd('day', -1, next_month(invoice_period)) }} as date)
        else cast({{ delivered_at }} as date)
    end
{%- endmacro %}
