{#-
    Billed usage at the grain of the reconciliation. Unmapped meters and days that are not itemised keep rows of their
    own. If some charge of a meter has a cost and no quantity, the meter has no quantity and is compared by its money.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where charge_component = 'usage'
),

grains as (
    select * from {{ ref('int_bill_grains') }}
),

charges_at_bill_grain as (
    select
        charges.platform,
        charges.billing_account_id,
        charges.usage_date,
        charges.currency,
        case
            when grains.meter = '(all)' then '(all)'
            when grains.meter is not null then '(none)'
            when charges.meter is not null then charges.model
            else '(unmapped)'
        end as model,
        case when grains.meter = '(all)' then '(all)' else coalesce(charges.meter, '(unmapped)') end as meter,
        case
            when charges.meter is not null and coalesce(grains.meter, '') != '(all)' then charges.billed_quantity
        end as billed_quantity,
        charges.billed_cost
    from charges
    left join grains
        on
            charges.platform = grains.platform
            and charges.billing_account_id = grains.billing_account_id
            and charges.usage_date = grains.usage_date
            and charges.currency = grains.currency
            and grains.meter in ('(all)', charges.meter)
),

summed_charges as (
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
    from charges_at_bill_grain
    group by platform, billing_account_id, usage_date, currency, model, meter
)

select * from summed_charges
