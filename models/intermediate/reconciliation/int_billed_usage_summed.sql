{#-
    Billed usage to the reconciliation grain. Unmapped meters and days that are not itemised keep rows of their own. A meter
    of which some charge gives no quantity has none, and is compared by its money.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope and charge_component = 'usage'
),

days_not_itemised as (
    select * from {{ ref('int_days_not_itemised') }}
),

tools as (
    select * from {{ ref('int_meters_billed_without_model') }}
),

placed as (
    select
        charges.platform,
        charges.billing_account_id,
        charges.usage_date,
        charges.currency,
        case
            when days_not_itemised.usage_date is not null then '(all)'
            when tools.meter is not null then '(none)'
            when charges.mapping_status = 'mapped' then charges.model
            else '(unmapped)'
        end as model,
        case
            when days_not_itemised.usage_date is not null then '(all)'
            when charges.mapping_status = 'mapped' then charges.meter
            else '(unmapped)'
        end as meter,
        case
            when days_not_itemised.usage_date is null and charges.mapping_status = 'mapped' then charges.billed_quantity
        end as billed_quantity,
        charges.billed_cost
    from charges
    left join days_not_itemised
        on
            charges.platform = days_not_itemised.platform
            and charges.billing_account_id = days_not_itemised.billing_account_id
            and charges.usage_date = days_not_itemised.usage_date
            and charges.currency = days_not_itemised.currency
    left join tools
        on
            charges.platform = tools.platform
            and charges.billing_account_id = tools.billing_account_id
            and charges.usage_date = tools.usage_date
            and charges.currency = tools.currency
            and charges.meter = tools.meter
            and charges.mapping_status = 'mapped'
),

summed as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        model,
        meter,
        cast(
            case
                when count(case when billed_quantity is null and billed_cost != 0 then 1 end) = 0
                    then sum(billed_quantity)
            end as {{ type_total_quantity() }}
        ) as billed_quantity,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost
    from placed
    group by platform, billing_account_id, usage_date, currency, model, meter
)

select * from summed
