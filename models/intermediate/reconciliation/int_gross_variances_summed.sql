{#-
    Variances of the meters of an account in a month, added up without their signs, so that differences that cancel
    show. A part is a model and meter over the month, so that a shift between days is not a difference.
-#}
with meters as (
    select * from {{ ref('int_meters_compared') }}
    where not is_provisioned
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

gross_variances as (
    select
        reconciliation_id,
        cast(sum(abs(variance_amount)) as {{ type_amount() }}) as gross_usage_variance_amount,
        max(case when size_rank = 1 then component end) as largest_part,
        max(case when size_rank = 1 then variance_amount end) as largest_part_amount
    from ranked_months
    group by reconciliation_id
)

select * from gross_variances
