{#-
    The day of the bill of a correction whose delivery has no other charge of the period that it is billed in: the day of the
    delivery, within that period, which the next export of the month so far covers.
-#}
{% macro correction_date(delivered_at, invoice_period) -%}
    case
        when cast({{ delivered_at }} as date) < {{ invoice_period }} then {{ invoice_period }}
        when cast({{ delivered_at }} as date) >= {{ next_month(invoice_period) }}
            then cast({{ dbt.dateadd('day', -1, next_month(invoice_period)) }} as date)
        else cast({{ delivered_at }} as date)
    end
{%- endmacro %}
