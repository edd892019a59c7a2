{#-
    The number of a charge among those of its record, for sources whose records hold several. It is the same on every
    engine, so all columns in which the charges of a record can differ take part, and NULLs come last.
-#}
{% macro charge_number() -%}
    {%- set ordering = [
        'raw_meter_name', 'project_id', 'raw_cost', 'raw_quantity', 'sub_account_id', 'resource_id', 'api_key_id',
        'principal_id', 'tags', 'raw_charge_type', 'service_name', 'region', 'unit_of_measure', 'currency',
        'pricing_currency', 'raw_usage_date', 'raw_list_cost', 'raw_exchange_rate', 'usage_date', 'bill_date',
        'invoice_period'
    ] -%}
    row_number() over (
        partition by delivery_id, record_number, loaded_at
        order by
            {% for column in ordering -%}
            {{ column }} asc nulls last{{ ',' if not loop.last }}
            {% endfor %}
    )
{%- endmacro %}
