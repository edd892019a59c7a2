{#-
    The number of a charge among those of its record, for sources whose records hold several. It is the same on every
    engine, so all columns in which the charges of a record can differ take part, and NULLs come last.
-#}
{% macro charge_number() -%}
    {%- set first = ['raw_meter_name', 'project_id', 'raw_cost', 'raw_quantity'] -%}
    {%- set of_record = [
        'platform', 'delivery_id', 'record_number', 'charge_number', 'row_count', 'billing_account_id', 'record',
        'loaded_at', 'is_empty_day', 'covered_platforms', 'covered_period', 'covered_from', 'covered_until',
        'is_covered_apart',
    ] -%}
    row_number() over (
        partition by delivery_id, record_number, loaded_at
        order by
            {% for column in first + billed_charge_columns() | reject('in', first + of_record) | list -%}
            {{ column }} asc nulls last{{ ',' if not loop.last }}
            {% endfor %}
    )
{%- endmacro %}
