{%- set keys = ['usage_date', 'platform', 'billing_account_id'] -%}
{{ summed_groups('int_application_cost_days_fingerprinted', keys) }}
{#-
    Application costs beside our own, call by call. A call is one record with its parts, because the application cost is
    that of the whole call. Calls with an unpriced meter are not compared, nor are costs in another currency than our
    prices. The tolerance is that in percent. A cent is more than most calls cost.
-#}
{%- set dates = stale_dates(ref('int_application_cost_days_fingerprinted'), keys) -%}

with events as (
    select * from {{ ref('int_usage_events_costed') }}
    where (reported_cost is not null or is_part) and {{ is_one_of_dates('usage_date', dates) }}
),

days as (
    {{ missing_groups(ref('int_application_cost_days_fingerprinted'), keys) | indent(4) }}
),

calls as (
    select
        usage_date,
        platform,
        billing_account_id,
        currency,
        sum(reported_cost) as reported_cost,
        cast(sum(priced_cost) as {{ type_amount() }}) as calculated_cost,
        min(case when reported_cost is not null then reported_currency end) = currency
        and sum(priced_quantities) = sum(metered_quantities) as is_comparable
    from events
    group by usage_date, platform, billing_account_id, currency, delivery_id, record_number
    having count(reported_cost) > 0
),

calls_with_variance as (
    select
        *,
        cast(case when is_comparable then reported_cost - calculated_cost end as {{ type_amount() }}) as variance_amount
    from calls
),

judged_calls as (
    select
        *,
        abs(variance_amount) * 100 > {{ var('reconciliation_tolerance_percent') }} * abs(reported_cost) as is_differing
    from calls_with_variance
),

compared_days as (
    select
        judged_calls.usage_date,
        judged_calls.platform,
        judged_calls.billing_account_id,
        days.fingerprint,
        judged_calls.currency,
        count(judged_calls.variance_amount) as compared_calls,
        count(case when judged_calls.is_differing then 1 end) as differing_calls,
        cast(
            sum(case when judged_calls.is_differing then judged_calls.variance_amount end) as {{ type_amount() }}
        ) as reported_variance_amount,
        cast(
            sum(case when judged_calls.is_differing then abs(judged_calls.variance_amount) end) as {{ type_amount() }}
        ) as gross_reported_variance_amount
    from judged_calls
    inner join days
        on
            judged_calls.usage_date = days.usage_date
            and judged_calls.platform = days.platform
            and judged_calls.billing_account_id = days.billing_account_id
    group by
        judged_calls.usage_date, judged_calls.platform, judged_calls.billing_account_id, days.fingerprint,
        judged_calls.currency
)

select * from compared_days
