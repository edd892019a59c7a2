{#- Whether the delivery of a row counts as known, see `is_known`. The ledger is read only if `as_of` is set. -#}
{% macro is_known_delivery(delivery_id) -%}
    {%- if var('as_of', none) is none -%} true
    {%- else -%}
        {{ delivery_id }} in (
            select deliveries.delivery_id
            from {{ source('raw', 'deliveries') }} as deliveries
            where {{ is_known('deliveries.delivered_at') }}
        )
    {%- endif -%}
{%- endmacro %}
