{#- Billed usage to the reconciliation grain. Unmapped meters and days that are not itemised keep rows of their own. -#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope and charge_component = 'usage'
),

days_not_itemised as (
    select * from {{ ref('int_days_not_itemised') }}
),

placed as (
    select
        charges.platform,
        charges.billing_account_id,
        charges.usage_date,
        charges.currency,
        case
            when days_not_itemised.usage_date is not null then '(all)'
            when charges.mapping_status = 'mapped' then coalesce(charges.model, '(none)')
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
),

summed as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        model,
        meter,
        cast(sum(billed_quantity) as {{ type_total_quantity() }}) as billed_quantity,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost
    from placed
    group by platform, billing_account_id, usage_date, currency, model, meter
)

select * from summed
