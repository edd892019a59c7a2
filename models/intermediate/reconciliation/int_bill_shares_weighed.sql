{{ config(materialized='table') }}
{#-
    How the bill of a day is shared out, for each model and meter used on it. A group is what one billed amount covers: a
    meter on a day, or a whole day that is not itemised. Shares go by calculated cost where it is known for all of the
    group, else by quantity; across the meters of a whole day, by whatever cost is known. A share is weight × one ratio of
    the group, exactly, so that what the ratio's rounding leaves follows from sums and needs no look at the events.
-#}
{%- set group = 'platform, billing_account_id, usage_date, currency, billed_model, billed_meter' -%}
with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

days_not_itemised as (
    select * from {{ ref('int_days_not_itemised') }}
),

billed as (
    select * from {{ ref('int_billed_usage_summed') }}
),

placed as (
    select
        usage.*,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.model end as billed_model,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.meter end as billed_meter
    from usage
    left join days_not_itemised
        on
            usage.platform = days_not_itemised.platform
            and usage.billing_account_id = days_not_itemised.billing_account_id
            and usage.usage_date = days_not_itemised.usage_date
            and usage.currency = days_not_itemised.currency
),

grouped as (
    select
        *,
        sum(calculated_quantity) over (partition by {{ group }}) as group_quantity,
        coalesce(sum(calculated_cost) over (partition by {{ group }}), 0) as group_cost,
        sum(unpriced_events) over (partition by {{ group }}) as group_unpriced_events,
        min(first_usage_event_id || '|' || meter) over (partition by {{ group }}) as remainder_bearer
    from placed
),

weighed as (
    select
        grouped.platform,
        grouped.billing_account_id,
        grouped.usage_date,
        grouped.currency,
        grouped.model,
        grouped.meter,
        grouped.billed_model,
        grouped.billed_meter,
        grouped.remainder_bearer,
        billed.billed_cost,
        grouped.group_quantity,
        grouped.group_cost > 0 and (grouped.group_unpriced_events = 0 or grouped.billed_meter = '(all)')
            as is_weighed_by_cost,
        case
            when grouped.group_cost > 0 and (grouped.group_unpriced_events = 0 or grouped.billed_meter = '(all)')
                then grouped.group_cost
            else grouped.group_quantity
        end as group_weight
    from grouped
    left join billed
        on
            grouped.platform = billed.platform
            and grouped.billing_account_id = billed.billing_account_id
            and grouped.usage_date = billed.usage_date
            and grouped.currency = billed.currency
            and grouped.billed_model = billed.model
            and grouped.billed_meter = billed.meter
),

rated as (
    select
        *,
        -- Weights and ratios beyond these bounds are no real bill's: then all of it falls to one event.
        cast(
            case
                when billed_cost is null or group_quantity <= 0 then null
                when group_weight < 9000000 and abs(billed_cost) < 900000 * group_weight
                    then {{ exact_ratio('billed_cost', 'group_weight', 12) }}
                when not is_weighed_by_cost and group_weight < 9000000000000 and abs(billed_cost) < 900000 * group_weight
                    then {{ exact_ratio('billed_cost', 'group_weight', 12) }}
                else 0
            end as decimal(18, 12)
        ) as share_ratio
    from weighed
),

shared as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        model,
        meter,
        billed_model,
        billed_meter,
        remainder_bearer,
        billed_cost,
        is_weighed_by_cost,
        share_ratio,
        cast(
            billed_cost
            - case
                when share_ratio = 0 then 0
                else {{ bill_share('is_weighed_by_cost', 'group_weight', 'group_weight', 'share_ratio') }}
            end as {{ type_share() }}
        ) as remainder
    from rated
)

select * from shared
