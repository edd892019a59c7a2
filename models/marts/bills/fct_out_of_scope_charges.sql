{#- The current charges that are not AI usage, summed per account, month and service, so that every bill adds up. -#}
with charges as (
    select * from {{ ref('int_billed_charges_out_of_scope') }}
),

summed_charges as (
    select
        platform,
        billing_account_id,
        {{ month_start('usage_date') }} as billing_period,
        service_name,
        currency,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost,
        cast(sum(row_count) as bigint) as charges
    from charges
    group by platform, billing_account_id, {{ month_start('usage_date') }}, service_name, currency
)

select * from summed_charges
