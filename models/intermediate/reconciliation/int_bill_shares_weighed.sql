{{ config(materialized='table') }}
{#-
    The rule by which the bill of a day is shared out, for each model and meter used on it. A group is the usage that
    one billed amount covers: a meter on a day, or a whole day that is not itemised. Shares follow the calculated cost
    if it is known for the whole group, else the quantity. Across the meters of a whole day they follow whatever cost is
    known. Costs are in the currency of the prices. A share is weight × one ratio of the group, exactly. So the
    remainder that the rounded ratio leaves follows from sums, and no event is read for it. Long because basis, ratio
    and remainder depend on each other.
-#}
{%- set group = 'platform, billing_account_id, usage_date, currency, billed_model, billed_meter, is_provisioned' -%}
with usage as (
    select * from {{ ref('int_usage_matched_to_bills') }}
),

billed_usage as (
    select * from {{ ref('int_billed_usage_summed') }}
),

grouped_usage as (
    select
        *,
        sum(calculated_quantity) over (partition by {{ group }}) as group_quantity,
        coalesce(sum(priced_cost) over (partition by {{ group }}), 0) as group_cost,
        sum(unpriced_events) over (partition by {{ group }}) as group_unpriced_events,
        min(first_usage_event_id || '|' || meter) over (partition by {{ group }}) as remainder_bearer
    from usage
),

weighed_usage as (
    select
        grouped_usage.platform,
        grouped_usage.billing_account_id,
        grouped_usage.usage_date,
        grouped_usage.currency,
        grouped_usage.pricing_currency,
        grouped_usage.model,
        grouped_usage.meter,
        grouped_usage.billed_model,
        grouped_usage.billed_meter,
        grouped_usage.is_provisioned,
        grouped_usage.remainder_bearer,
        billed_usage.billed_cost,
        grouped_usage.group_quantity,
        case
            when
                grouped_usage.group_cost > 0
                and (grouped_usage.group_unpriced_events = 0 or grouped_usage.billed_meter = '(all)')
                then case
                    when abs(billed_usage.billed_cost) < 900000 * grouped_usage.group_cost then 'cost'
                    else 'cost_in_millionths'
                end
            else 'quantity'
        end as share_basis,
        grouped_usage.group_cost
    from grouped_usage
    left join billed_usage
        on
            grouped_usage.platform = billed_usage.platform
            and grouped_usage.billing_account_id = billed_usage.billing_account_id
            and grouped_usage.usage_date = billed_usage.usage_date
            and grouped_usage.currency = billed_usage.currency
            and grouped_usage.billed_model = billed_usage.model
            and grouped_usage.billed_meter = billed_usage.meter
            and not grouped_usage.is_provisioned
),

rated_usage as (
    select
        *,
        -- No real bill has weights or ratios beyond these bounds. If one does, one event takes the whole amount.
        cast(
            case
                when billed_cost is null or group_quantity <= 0 then null
                when share_basis = 'cost' and group_cost < 9000000
                    then {{ exact_ratio('billed_cost', 'group_cost', 12) }}
                when share_basis = 'cost_in_millionths'
                    and group_cost < 9000000
                    and abs(billed_cost) < 900000 * (group_cost * 1000000)
                    then {{ exact_ratio('billed_cost', '(group_cost * 1000000)', 12) }}
                when share_basis = 'quantity'
                    and group_quantity < 9000000000000
                    and abs(billed_cost) < 900000 * group_quantity
                    then {{ exact_ratio('billed_cost', 'group_quantity', 12) }}
                else 0
            end as decimal(18, 12)
        ) as share_ratio
    from weighed_usage
),

shares as (
    select
        {{ account_model_key('pricing_currency') }} as account_model_key,
        {{ meter_variance_id('billed_model', 'billed_meter', 'is_provisioned') }} as meter_variance_id,
        platform,
        billing_account_id,
        usage_date,
        currency,
        model,
        meter,
        billed_model,
        billed_meter,
        is_provisioned,
        remainder_bearer,
        billed_cost,
        share_basis,
        share_ratio,
        cast(
            billed_cost - {{ bill_share('share_basis', 'group_cost', 'group_quantity', 'share_ratio') }}
            as {{ type_share() }}
        ) as remainder
    from rated_usage
)

select * from shares
