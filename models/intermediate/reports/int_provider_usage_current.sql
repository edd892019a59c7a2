{{ config(materialized='table') }}
{#-
    The rows of provider reports that are current, with their priced model. Each period of an account comes from the
    delivery that is current for it, because two reports of one period must not be added up.
-#}
with reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where rejection_reason is null and {{ is_known('delivered_at') }}
),

periods as (
    select * from {{ ref('int_report_periods_covered') }}
    where is_current
),

models as (
    select * from {{ ref('int_reported_models_resolved') }}
),

current_reports as (
    select
        reports.report_row_id,
        reports.platform,
        reports.billing_account_id,
        reports.project_id,
        reports.api_key_id,
        reports.report_kind,
        reports.usage_date,
        -- Usage that is not reported by model can only be compared over all models.
        case
            when reports.model_name = '' then '(all)'
            else coalesce(models.model, reports.model_name)
        end as model,
        reports.service_tier_name,
        reports.meter,
        reports.quantity,
        reports.delivery_id
    from reports
    inner join periods
        on
            reports.delivery_id = periods.delivery_id
            and reports.billing_account_id = periods.billing_account_id
            and reports.report_kind = periods.report_kind
            and reports.covered_from = periods.covered_from
            and reports.covered_until = periods.covered_until
    left join models
        on
            reports.platform = models.platform
            and reports.model_name = models.raw_model
            and {{ is_effective_at(
                'reports.usage_date', 'models.valid_from', 'models.valid_until', is_open_at_start=true
            ) }}
)

select * from current_reports
