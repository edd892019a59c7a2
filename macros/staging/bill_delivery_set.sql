{#-
    The files of the ledger that together are one delivery of a bill: the parts of an export, else the file as it was at the
    time. A file that is written again says the bill anew, so that only what it covers now is replaced, by the newer.

    Args: deliveries: relation of the ledger.
-#}
{% macro bill_delivery_set(deliveries) -%}
    case
        when {{ deliveries }}.delivery_set = {{ deliveries }}.file
            then {{ deliveries }}.delivery_set || ' ' || {{ deliveries }}.delivery_id
        else {{ deliveries }}.delivery_set
    end
{%- endmacro %}
