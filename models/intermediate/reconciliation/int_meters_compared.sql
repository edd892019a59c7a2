{{ config(materialized='table') }}
{#-
    Calculated and billed usage side by side, in quantity and money, with the difference of both. It has the finest
    grain at which the bill can be compared.
-#}
{%- set keys = ['platform', 'billing_account_id', 'usage_date', 'currency', 'model', 'meter'] -%}

with calculated_usage as (
    select * from {{ ref('int_calculated_usage_at_bill_grain') }}
),

billed_usage as (
    select * from {{ ref('int_billed_usage_summed') }}
),

-- No bill lists usage of provisioned capacity, so it has rows of its own beside those of other usage.
keys as (
    select
        {{ keys | join(',\n        ') }},
        is_provisioned
    from calculated_usage

    union

    select
        {{ keys | join(',\n        ') }},
        false as is_provisioned
    from billed_usage
),

compared_meters as (
    select
        {% for key in keys -%}
        keys.{{ key }},
        {% endfor -%}
        {{ month_start('keys.usage_date') }} as billing_period,
        keys.is_provisioned,
        calculated_usage.platform is not null as has_usage,
        billed_usage.platform is not null as has_bill,
        calculated_usage.calculated_quantity,
        billed_usage.billed_quantity,
        calculated_usage.calculated_cost,
        billed_usage.billed_cost,
        calculated_usage.list_unit_price,
        calculated_usage.pricing_currency,
        calculated_usage.exchange_rate
    from keys
    left join calculated_usage
        on
            {% for key in keys -%}
            keys.{{ key }} = calculated_usage.{{ key }}
            and {% endfor -%}
            keys.is_provisioned = calculated_usage.is_provisioned
    left join billed_usage
        on
            {% for key in keys -%}
            keys.{{ key }} = billed_usage.{{ key }}
            and {% endfor -%}
            not keys.is_provisioned
),

meters_with_variance as (
    select
        *,
        -- A bill that states money and no quantity has not billed a quantity of zero.
        cast(
            case
                when
                    not is_provisioned
                    and not (has_bill and billed_quantity is null and calculated_quantity is not null)
                    then coalesce(billed_quantity, 0) - coalesce(calculated_quantity, 0)
            end as {{ type_total_quantity() }}
        ) as quantity_variance,
        cast(coalesce(billed_cost, 0) - coalesce(calculated_cost, 0) as {{ type_amount() }}) as variance_amount,
        -- A quantity beyond any real bill has no cost at list price, because the product could overflow.
        case
            when abs(billed_quantity) < 10000000000000 then {{ quantity_cost('billed_quantity', 'list_unit_price') }}
        end as cost_at_list
    from compared_meters
),

meters_with_price_ratio as (
    select
        *,
        cast({{ exact_ratio('billed_cost', 'cost_at_list') }} as decimal(38, 6)) as unit_price_ratio
    from meters_with_variance
)

select * from meters_with_price_ratio
