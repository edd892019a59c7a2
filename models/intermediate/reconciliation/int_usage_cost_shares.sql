{#-
    Each event's exact share of the bill: weight × the ratio of its group. One event of the group also takes the
    remainder of the rounded ratio. The share is NULL if no bill covers the event.
-#}
with costs as (
    select * from {{ ref('int_usage_unpivoted_to_meters') }}
),

weights as (
    select * from {{ ref('int_bill_shares_weighed') }}
),

cost_shares as (
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
        weights.currency as billing_currency,
        weights.meter_variance_id,
        cast(
            {{ bill_share(
                'weights.share_basis', 'coalesce(costs.calculated_cost, 0)', 'costs.quantity', 'weights.share_ratio'
            ) }}
            + case
                when costs.usage_event_id || '|' || costs.meter = weights.remainder_bearer then weights.remainder
                else 0
            end as {{ type_share() }}
        ) as actual_cost
    from costs
    inner join weights
        on
            costs.account_model_key = weights.account_model_key
            and costs.usage_date = weights.usage_date
            and costs.meter = weights.meter
            and costs.is_provisioned = weights.is_provisioned
)

select * from cost_shares
