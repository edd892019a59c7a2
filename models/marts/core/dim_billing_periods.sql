with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

periods as (
    select billing_period from usage

    union

    select {{ month_start('usage_date') }} as billing_period from charges
),

described as (
    select
        billing_period,
        cast(billing_period as timestamp) as starts_at,
        cast({{ next_month('billing_period') }} as timestamp) as ends_at,
        {{ as_of() }} >= cast({{ next_month('billing_period') }} as timestamp) as has_ended
    from periods
)

select * from described
