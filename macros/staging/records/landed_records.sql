{#-
    `select` of the records of a raw source whose delivery is in the ledger.

    Args: others: columns of the source besides those of every source of usage.
-#}
{% macro landed_records(source_name, others=[]) -%}
    select
        {% for column in ['delivery_id', 'record_number', 'record', 'record_hash'] + others -%}
        records.{{ column }},
        {% endfor -%}
        records.loaded_at
    from {{ source('raw', source_name) }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
{%- endmacro %}
