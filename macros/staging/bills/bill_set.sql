{#-
    Which deliveries of a bill speak together: the parts of a partitioned export, else a delivery alone. A file that is
    written anew in its place is another delivery of the same path, which replaces what the first one covered and must not
    stand beside it. A delivery alone goes by its id, as the same content may lie there under several names.

    Args: deliveries: the relation with columns of the ledger.
-#}
{% macro bill_set(deliveries) -%}
    case
        when {{ deliveries }}.delivery_set = {{ deliveries }}.file then {{ deliveries }}.delivery_id
        else {{ deliveries }}.delivery_set
    end
{%- endmacro %}
