{#-
    Calculated usage at the grain at which the bill of its day can be compared. A day that is not itemised has no
    quantities, because quantities of different meters cannot be added up.
-#}
with usage as (
    select * from {{ ref('int_usage_matched_to_bills') }}
),

summed_usage as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        billed_model as model,
        billed_meter as meter,
        is_provisioned,
        cast(sum(case when is_itemised then calculated_quantity end) as {{ type_total_quantity() }})
            as calculated_quantity,
        cast(sum(calculated_cost) as {{ type_amount() }}) as calculated_cost,
        cast(sum(case when is_itemised then priced_quantity end) as {{ type_total_quantity() }}) as priced_quantity,
        cast(sum(priced_cost) as {{ type_amount() }}) as priced_cost,
        max(case when exchange_rate is not null then pricing_currency end) as pricing_currency,
        max(exchange_rate) as exchange_rate,
        min(case when is_itemised then list_unit_price end) as lowest_unit_price,
        max(case when is_itemised then list_unit_price end) as highest_unit_price
    from usage
    group by platform, billing_account_id, usage_date, currency, billed_model, billed_meter, is_provisioned
),

priced_usage as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        model,
        meter,
        is_provisioned,
        calculated_quantity,
        calculated_cost,
        priced_cost,
        pricing_currency,
        exchange_rate,
        -- A tool that is billed without a model may have another price with each model. Then the average counts.
        case
            when lowest_unit_price = highest_unit_price then highest_unit_price
            else cast({{ exact_ratio('calculated_cost', 'priced_quantity', 12) }} as {{ type_unit_price() }})
        end as list_unit_price
    from summed_usage
)

select * from priced_usage
