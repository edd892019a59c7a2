{#- The UTC months that have usage or charges. -#}
with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

charges as (
    select usage_date from {{ ref('int_billed_charges_current') }}

    union all

    select usage_date from {{ ref('int_billed_charges_out_of_scope') }}
),

periods as (
    select billing_period from usage

    union

    select {{ month_start('usage_date') }} as billing_period from charges
),

described_periods as (
    select
        billing_period,
        cast(billing_period as timestamp) as starts_at,
        cast({{ next_month('billing_period') }} as timestamp) as ends_at,
        {{ as_of() }} >= cast({{ next_month('billing_period') }} as timestamp) as has_ended
    from periods
)

select * from described_periods
