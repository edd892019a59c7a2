{#-
    `select` of the records of a raw source whose delivery is in the ledger: a record counts only once its delivery
    does.

    Args: columns: columns of the source besides those that every source has. ledger_columns: columns of the ledger.
-#}
{% macro landed_records(source_name, columns=[], ledger_columns=[]) -%}
    select
        {% for column in ['delivery_id', 'record_number', 'record'] + columns -%}
        records.{{ column }},
        {% endfor -%}
        {% for column in ledger_columns -%}
        deliveries.{{ column }},
        {% endfor -%}
        records.loaded_at
    from {{ source('raw', source_name) }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
{%- endmacro %}
