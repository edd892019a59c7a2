{{ config(materialized='view') }}
{#-
    The bill shared out over the events that caused it, exactly. Billed charges without a matching event stay
    unattributed. A view, because it repeats the event costs row by row.
-#}
with shares as (
    select * from {{ ref('int_usage_cost_shares') }}
),

unattributed as (
    select * from {{ ref('int_charges_unattributed') }}
),

variances as (
    select * from {{ ref('fct_meter_variances') }}
),

allocations as (
    select
        shares.usage_event_id,
        shares.user_id,
        shares.platform,
        shares.billing_account_id,
        shares.model,
        shares.meter,
        shares.usage_date,
        shares.billing_period,
        shares.calculated_cost,
        shares.actual_cost,
        shares.currency,
        shares.billing_currency,
        variances.reconciliation_status
    from shares
    inner join variances
        on shares.meter_variance_id = variances.meter_variance_id

    union all

    select
        cast(null as {{ dbt.type_string() }}) as usage_event_id,
        '(unattributed)' as user_id,
        unattributed.platform,
        unattributed.billing_account_id,
        unattributed.model,
        unattributed.meter,
        unattributed.usage_date,
        {{ month_start('unattributed.usage_date') }} as billing_period,
        cast(null as {{ type_amount() }}) as calculated_cost,
        cast(unattributed.billed_cost as {{ type_share() }}) as actual_cost,
        unattributed.currency,
        unattributed.currency as billing_currency,
        coalesce(variances.reconciliation_status, 'missing_usage') as reconciliation_status
    from unattributed
    left join variances
        on unattributed.meter_variance_id = variances.meter_variance_id
)

select * from allocations
