{#-
    The calculated and billed costs of an account in a month, with their variance, its largest component and what to do
    about it. The application cost is beside them. A matched month can have differences that cancel, so the parts of its
    variance are also added up without their signs. A part is a model and meter over the month, so that a shift between
    days is not a difference. Long because status, parts and price ratios are joined column by column.
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
),

application_variances as (
    select * from {{ ref('int_application_variances_summed') }}
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
    where unit_price_ratio is not null
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

meter_months as (
    select
        {{ reconciliation_id() }} as reconciliation_id,
        model,
        meter,
        sum(calculated_quantity) as calculated_quantity,
        sum(billed_quantity) as billed_quantity,
        sum(quantity_variance) as quantity_variance,
        sum(calculated_cost) as calculated_cost,
        sum(billed_cost) as billed_cost,
        cast(sum(variance_amount) as {{ type_amount() }}) as variance_amount,
        max(list_unit_price) as list_unit_price
    from meters
    where reconciliation_status != 'provisioned'
    group by platform, billing_account_id, billing_period, currency, model, meter
    having sum(variance_amount) != 0
),

classified_months as (
    select
        reconciliation_id,
        model,
        meter,
        variance_amount,
        {{ variance_component() }} as component,
        {{ quantity_variance_amount() }} as quantity_variance_amount
    from meter_months
),

ranked_months as (
    select
        reconciliation_id,
        -- Of quantity and price, the one that explains more of the variance.
        case
            when component != 'priced_on_both_sides' then component
            when variance_amount > 0 and quantity_variance_amount * 2 >= variance_amount then 'quantity_variance'
            when variance_amount < 0 and quantity_variance_amount * 2 <= variance_amount then 'quantity_variance'
            else 'price_variance'
        end as component,
        variance_amount,
        row_number() over (
            partition by reconciliation_id
            order by abs(variance_amount) desc, variance_amount desc, model asc, meter asc
        ) as size_rank
    from classified_months
),

gross_usage_variances as (
    select
        reconciliation_id,
        sum(abs(variance_amount)) as amount,
        max(case when size_rank = 1 then component end) as largest_part,
        max(case when size_rank = 1 then variance_amount end) as largest_part_amount
    from ranked_months
    group by reconciliation_id
),

gross_charges as (
    select
        reconciliation_id,
        sum(abs(amount)) as amount
    from components
    where component not in ({{ meter_components() }})
    group by reconciliation_id
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
        cast(coalesce(gross_usage_variances.amount, 0) as {{ type_amount() }}) as gross_usage_variance_amount,
        cast(
            coalesce(gross_usage_variances.amount, 0) + coalesce(gross_charges.amount, 0) as {{ type_amount() }}
        ) as gross_variance_amount,
        gross_usage_variances.largest_part,
        gross_usage_variances.largest_part_amount,
        application_variances.compared_calls,
        application_variances.differing_calls,
        application_variances.reported_variance_amount,
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
    left join gross_usage_variances
        on compared_periods.reconciliation_id = gross_usage_variances.reconciliation_id
    left join gross_charges
        on compared_periods.reconciliation_id = gross_charges.reconciliation_id
    left join application_variances
        on
            compared_periods.platform = application_variances.platform
            and compared_periods.billing_account_id = application_variances.billing_account_id
            and compared_periods.billing_period = application_variances.billing_period
            and compared_periods.currency = application_variances.currency
    left join price_ratios
        on
            compared_periods.platform = price_ratios.platform
            and compared_periods.billing_account_id = price_ratios.billing_account_id
            and compared_periods.billing_period = price_ratios.billing_period
            and compared_periods.currency = price_ratios.currency
),

-- Of differences that cancel, the largest one decides what to do. Of others, the largest component of their sum does.
periods_with_decisive_part as (
    select
        *,
        reconciliation_status = 'matched'
        and not {{ is_within_tolerance('gross_variance_amount', 'billed_cost') }} as is_offsetting,
        case
            when reconciliation_status != 'matched' then largest_component
            when not {{ is_within_tolerance('gross_usage_variance_amount', 'billed_cost') }} then largest_part
        end as decisive_part,
        case
            when reconciliation_status != 'matched' then largest_component_amount
            else largest_part_amount
        end as decisive_amount
    from periods_with_status
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
        gross_variance_amount,
        variance_ratio,
        reconciliation_status,
        is_offsetting,
        is_final,
        largest_component,
        {{ reconciliation_action('decisive_part', 'decisive_amount') }} as action,
        compared_calls,
        differing_calls,
        reported_variance_amount,
        currency,
        pricing_currency,
        exchange_rate,
        implied_exchange_rate,
        lowest_unit_price_ratio,
        highest_unit_price_ratio
    from periods_with_decisive_part
)

select * from periods_with_action
