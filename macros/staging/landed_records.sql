{#- `select` of the records of a raw source whose delivery is in the ledger. -#}
{% macro landed_records(source_name) -%}
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.record_hash,
        records.loaded_at
    from {{ source('raw', source_name) }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
{%- endmacro %}
