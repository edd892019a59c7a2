{#-
    The columns of every `stg_<source>__billed_charges`, in one order: all that the union of sources needs. The last
    ones state the days that a row shows its delivery to cover, see `int_bill_days_unioned`.
-#}
{% macro billed_charge_columns() -%}
    {{- return([
        'platform', 'delivery_id', 'record_number', 'charge_number', 'row_count', 'billing_account_id', 'sub_account_id',
        'project_id', 'resource_id', 'api_key_id', 'principal_id', 'tags', 'raw_charge_type', 'raw_meter_name',
        'service_name', 'region', 'unit_of_measure', 'currency', 'pricing_currency', 'raw_usage_date', 'raw_quantity',
        'raw_cost', 'raw_list_cost', 'raw_exchange_rate', 'record', 'usage_date', 'bill_date', 'invoice_period',
        'loaded_at', 'is_empty_day', 'covered_platforms', 'covered_period', 'covered_from', 'covered_until',
        'is_covered_apart',
    ]) -}}
{%- endmacro %}
