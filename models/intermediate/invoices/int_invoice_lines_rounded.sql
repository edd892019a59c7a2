{%- set keys = ['billing_period'] -%}
{{ summed_groups('int_user_months_summed', keys, indexes=[['billing_period', 'fingerprint']]) }}
{#-
    Invoice lines in whole minor units of their currency, rounded by largest remainder. Every line is cut to the unit.
    The cut total is then short of the rounded total by some units, which go one each to the lines that lost most. So
    the lines add up to the total, and the total is rounded only once. Long because lines are cut, ranked and rounded in
    separate steps.
-#}
{%- set dates = stale_dates(ref('int_user_months_summed'), keys) -%}

with usage as (
    select * from {{ ref('int_user_usage_summed') }}
    where {{ is_one_of_dates('billing_period', dates) }}
),

months as (
    {{ missing_groups(ref('int_user_months_summed'), keys) | indent(4) }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

lines_in_minor_units as (
    select
        usage.user_id,
        usage.billing_period,
        usage.fingerprint,
        usage.currency,
        usage.platform,
        usage.model,
        usage.meter,
        usage.unit,
        usage.quantity,
        usage.calculated_cost,
        coalesce(currencies.minor_unit_digits, 2) as minor_unit_digits,
        cast(
            usage.calculated_cost * {{ power_of_ten('coalesce(currencies.minor_unit_digits, 2)') }}
            as {{ type_amount() }}
        ) as minor_units
    from usage
    inner join months
        on
            usage.billing_period = months.billing_period
            and usage.fingerprint = months.fingerprint
    left join currencies
        on usage.currency = currencies.currency
),

truncated_lines as (
    select
        *,
        cast(floor(minor_units) as decimal(38, 0)) as cut_units,
        minor_units - floor(minor_units) as lost_units,
        sum(minor_units) over (partition by user_id, billing_period, currency) as total_units
    from lines_in_minor_units
),

ranked_lines as (
    select
        *,
        cast(
            round(total_units, 0) - sum(cut_units) over (partition by user_id, billing_period, currency) as bigint
        ) as units_short,
        row_number() over (
            partition by user_id, billing_period, currency
            order by lost_units desc, platform asc, model asc, meter asc
        ) as loss_rank
    from truncated_lines
),

rounded_lines as (
    select
        user_id,
        billing_period,
        fingerprint,
        currency,
        platform,
        model,
        meter,
        unit,
        quantity,
        calculated_cost,
        cast(
            (cut_units + case when loss_rank <= units_short then 1 else 0 end)
            * {{ negative_power_of_ten('minor_unit_digits') }} as decimal(38, 4)
        ) as amount
    from ranked_lines
)

select * from rounded_lines
