{#-
    The delivery set of a bill: the parts of a partitioned export count together, any other delivery alone. A file that
    is written again at its path is another delivery: it replaces the days that the first one covered, and the two must
    not count together. The set of a delivery alone is its id, as the same content may land under several names.

    Args: deliveries: the relation with columns of the ledger.
-#}
{% macro bill_set(deliveries) -%}
    case
        when {{ deliveries }}.delivery_set = {{ deliveries }}.file then {{ deliveries }}.delivery_id
        else {{ deliveries }}.delivery_set
    end
{%- endmacro %}
