{#-
    The calculated and billed costs of an account in a month, with their variance, its largest component and what to do
    about it. The application cost is beside them. A matched month can have differences that cancel, so the parts of its
    variance are also added up without their signs. Long because status, parts and prices are joined column by column.
-#}
with periods as (
    select * from {{ ref('int_account_periods_compared') }}
),

components as (
    select * from {{ ref('fct_variance_components') }}
),

gross_variances as (
    select * from {{ ref('int_gross_variances_summed') }}
),

application_variances as (
    select * from {{ ref('int_application_variances_summed') }}
),

unit_prices as (
    select * from {{ ref('int_unit_prices_compared') }}
),

largest_components as (
    select
        reconciliation_id,
        component,
        amount,
        row_number() over (partition by reconciliation_id order by abs(amount) desc, component) as size_rank
    from components
),

gross_charges as (
    select
        reconciliation_id,
        sum(abs(amount)) as amount
    from components
    where component not in ({{ meter_components() }})
    group by reconciliation_id
),

periods_with_parts as (
    select
        periods.*,
        largest_components.component as largest_component,
        largest_components.amount as largest_component_amount,
        coalesce(gross_variances.gross_usage_variance_amount, 0) as gross_usage_variance_amount,
        cast(
            coalesce(gross_variances.gross_usage_variance_amount, 0) + coalesce(gross_charges.amount, 0)
            as {{ type_amount() }}
        ) as gross_variance_amount,
        gross_variances.largest_part,
        gross_variances.largest_part_amount,
        application_variances.compared_calls,
        application_variances.differing_calls,
        application_variances.reported_variance_amount,
        unit_prices.pricing_currency,
        unit_prices.exchange_rate,
        unit_prices.implied_exchange_rate,
        unit_prices.lowest_unit_price_ratio,
        unit_prices.highest_unit_price_ratio
    from periods
    left join largest_components
        on
            periods.reconciliation_id = largest_components.reconciliation_id
            and largest_components.size_rank = 1
    left join gross_variances
        on periods.reconciliation_id = gross_variances.reconciliation_id
    left join gross_charges
        on periods.reconciliation_id = gross_charges.reconciliation_id
    left join application_variances
        on
            periods.platform = application_variances.platform
            and periods.billing_account_id = application_variances.billing_account_id
            and periods.billing_period = application_variances.billing_period
            and periods.currency = application_variances.currency
    left join unit_prices
        on periods.reconciliation_id = unit_prices.reconciliation_id
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
    from periods_with_parts
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
