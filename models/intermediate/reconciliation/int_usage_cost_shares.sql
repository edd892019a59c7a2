{#-
    Each event's share of the bill to the twelfth decimal: billed cost × weight ÷ weight of the group, by the ratio of
    the group where it has one, else in whole numbers. NULL where no bill covers the event.
-#}
with costs as (
    select * from {{ ref('int_usage_unpivoted_to_meters') }}
),

weights as (
    select * from {{ ref('int_bill_shares_weighed') }}
),

shared as (
    select
        costs.usage_event_id,
        costs.user_id,
        costs.platform,
        costs.billing_account_id,
        costs.model,
        costs.meter,
        costs.usage_date,
        costs.billing_period,
        costs.calculated_cost,
        costs.currency,
        weights.bill_group,
        weights.billed_model,
        weights.billed_meter,
        weights.remainder_bearer,
        case
            when weights.share_ratio is not null and costs.calculated_cost < 9000000
                then cast(
                    cast(costs.calculated_cost as decimal(19, 12)) * weights.share_ratio as {{ type_amount() }}
                )
            when weights.billed_cost is not null and weights.group_weight > 0
                then cast(
                    {{ sign_of('weights.billed_cost') }} * cast({{ integer_quotient(
                        'cast(abs(weights.billed_cost) * 1000000000000 as decimal(38, 0)) * '
                        ~ 'cast(case when weights.is_weighed_by_cost '
                        ~ 'then coalesce(costs.calculated_cost, 0) * 1000000000000 '
                        ~ 'else cast(costs.quantity as decimal(38, 6)) * 1000000 end as decimal(38, 0))',
                        'weights.group_weight'
                    ) }} as decimal(38, 0)) * 0.000000000001 as {{ type_amount() }}
                )
        end as cut_share
    from costs
    inner join weights
        on
            costs.platform = weights.platform
            and costs.billing_account_id = weights.billing_account_id
            and costs.usage_date = weights.usage_date
            and costs.currency = weights.currency
            and costs.model = weights.model
            and costs.meter = weights.meter
)

select * from shared
