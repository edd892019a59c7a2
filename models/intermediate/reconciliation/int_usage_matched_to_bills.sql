{#-
    Calculated usage with the model and meter under which that day's bill lists it. The model is `(none)` if the meter
    is billed without a model. Both are `(all)` if the bill names no meter. Usage of provisioned capacity keeps its own,
    because no bill lists it.
-#}
with usage as (
    select * from {{ ref('int_calculated_usage_converted') }}
),

grains as (
    select * from {{ ref('int_bill_grains') }}
),

matched_usage as (
    select
        usage.*,
        coalesce(grains.meter, '') != '(all)' as is_itemised,
        case
            when grains.meter = '(all)' then '(all)'
            when grains.meter is not null then '(none)'
            else {{ model_as_billed('usage.platform', 'usage.model') }}
        end as billed_model,
        case when grains.meter = '(all)' then '(all)' else usage.meter end as billed_meter
    from usage
    left join grains
        on
            usage.platform = grains.platform
            and usage.billing_account_id = grains.billing_account_id
            and usage.usage_date = grains.usage_date
            and usage.currency = grains.currency
            and grains.meter in ('(all)', usage.meter)
            and not usage.is_provisioned
)

select * from matched_usage
