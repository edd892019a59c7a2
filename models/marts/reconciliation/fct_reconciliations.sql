{#-
    The calculated and billed costs of an account in a month, with their variance, its largest component and what to do
    about it. The application cost is beside them. Long because status, largest component and price ratios are joined
    column by column.
-#}
{%- set one_rate = 'case when min(exchange_rate) = max(exchange_rate) then max(exchange_rate) end' -%}

with periods as (
    select * from {{ ref('int_account_periods_summed') }}
),

components as (
    select * from {{ ref('fct_variance_components') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

meters as (
    select * from {{ ref('fct_meter_variances') }}
    where unit_price_ratio is not null
),

price_ratios as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        max(pricing_currency) as pricing_currency,
        cast({{ one_rate }} as {{ type_exchange_rate() }}) as exchange_rate,
        cast(min(unit_price_ratio) as decimal(38, 6)) as lowest_unit_price_ratio,
        cast(max(unit_price_ratio) as decimal(38, 6)) as highest_unit_price_ratio,
        {{ converted_amount('sum(billed_cost)', one_rate) }} as billed_at_rate,
        cast(sum(cost_at_list) as {{ type_amount() }}) as cost_at_list
    from meters
    group by platform, billing_account_id, billing_period, currency
),

largest_components as (
    select
        reconciliation_id,
        component,
        amount,
        row_number() over (partition by reconciliation_id order by abs(amount) desc, component) as size_rank
    from components
),

compared_periods as (
    select
        {{ reconciliation_id('periods') }} as reconciliation_id,
        periods.platform,
        periods.billing_account_id,
        periods.billing_period,
        periods.currency,
        -- If only taxes and the like are billed, no usage is missing.
        periods.has_usage or not periods.has_billed_usage as has_usage,
        periods.has_bill,
        periods.calculated_cost,
        periods.billed_cost,
        periods.reported_cost,
        cast(
            coalesce(periods.billed_cost, 0) - coalesce(periods.calculated_cost, 0) as {{ type_amount() }}
        ) as variance_amount,
        {{ is_period_final('periods.billing_period', 'platforms') }} as is_final
    from periods
    left join platforms
        on periods.platform = platforms.platform
),

periods_with_status as (
    select
        compared_periods.reconciliation_id,
        compared_periods.platform,
        compared_periods.billing_account_id,
        compared_periods.billing_period,
        compared_periods.currency,
        compared_periods.calculated_cost,
        compared_periods.billed_cost,
        compared_periods.reported_cost,
        compared_periods.variance_amount,
        cast(
            {{ exact_ratio('compared_periods.variance_amount', 'compared_periods.billed_cost') }} as decimal(38, 6)
        ) as variance_ratio,
        {{ reconciliation_status(
            'compared_periods.is_final', 'compared_periods.has_usage', 'compared_periods.has_bill',
            'compared_periods.variance_amount', 'compared_periods.billed_cost'
        ) }} as reconciliation_status,
        compared_periods.is_final,
        largest_components.component as largest_component,
        largest_components.amount as largest_component_amount,
        price_ratios.pricing_currency,
        price_ratios.exchange_rate,
        cast({{ exact_ratio('price_ratios.billed_at_rate', 'price_ratios.cost_at_list', 9) }} as decimal(18, 9))
            as implied_exchange_rate,
        price_ratios.lowest_unit_price_ratio,
        price_ratios.highest_unit_price_ratio
    from compared_periods
    left join largest_components
        on
            compared_periods.reconciliation_id = largest_components.reconciliation_id
            and largest_components.size_rank = 1
    left join price_ratios
        on
            compared_periods.platform = price_ratios.platform
            and compared_periods.billing_account_id = price_ratios.billing_account_id
            and compared_periods.billing_period = price_ratios.billing_period
            and compared_periods.currency = price_ratios.currency
),

periods_with_action as (
    select
        reconciliation_id,
        platform,
        billing_account_id,
        billing_period,
        calculated_cost,
        billed_cost,
        reported_cost,
        variance_amount,
        variance_ratio,
        reconciliation_status,
        is_final,
        largest_component,
        {{ reconciliation_action() }} as action,
        currency,
        pricing_currency,
        exchange_rate,
        implied_exchange_rate,
        lowest_unit_price_ratio,
        highest_unit_price_ratio
    from periods_with_status
)

select * from periods_with_action
