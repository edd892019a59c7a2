{#-
    The rows of billing exports, once for their cost and once for each of their credits, which add up to the amount
    owed. A credit of a commitment belongs to the commitment: its fee less the usage that it covered is its unused
    part. The cost of a row does not include its credits.
-#}
{%- set fields = gcp_bill_fields() -%}

with landed_rows as (
    {{ landed_records('gcp_billing', ledger_columns=['billing_account_id', 'delivery_set']) | indent(4) }}
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', fields.columns)}) | indent(4) }}
),

export_rows as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        coalesce(delivery_set, delivery_id) as delivery_set,
        {% for name in fields.columns -%}
        nullif(trim({{ json_field('fields', fields.columns, name) }}), '') as raw_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_row
),

credits as (
    select
        *,
        {{ json_array_elements('record', 'credits') }} as credit
    from export_rows
),

fields_by_credit as (
    {{ computed_once('credits', {'credit_fields': json_fields('credit', fields.credit)}) | indent(4) }}
),

costs_and_credits as (
    select
        *,
        case
            when coalesce(lower(raw_cost_type), 'regular') != 'regular' then lower(raw_cost_type)
            when lower(raw_sku) like 'commitment%' then 'commitment_fee'
            else 'usage'
        end as raw_charge_type
    from export_rows

    union all

    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        delivery_set,
        {% for name in fields.columns -%}
        {% if name == 'cost' -%}
        nullif(trim({{ json_field('credit_fields', fields.credit, 'amount') }}), '') as raw_cost,
        {% elif name in fields.uncredited -%}
        cast(null as {{ dbt.type_string() }}) as raw_{{ name }},
        {% else -%}
        raw_{{ name }},
        {% endif -%}
        {% endfor -%}
        case
            when {{ regexp_matches(
                'upper(' ~ json_field('credit_fields', fields.credit, 'type') ~ ')',
                '^(COMMITTED_USAGE_DISCOUNT|FEE_UTILIZATION_OFFSET)'
            ) }} then 'commitment_credit'
            else 'credit'
        end as raw_charge_type
    from fields_by_credit
)

select * from costs_and_credits
