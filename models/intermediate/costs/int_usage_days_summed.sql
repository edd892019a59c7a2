{%- set keys = ['usage_date', 'rate_key'] -%}
{{ config(
    materialized='incremental',
    pre_hook="{{ remove_stale_groups(ref('int_usage_days_fingerprinted'), ['usage_date', 'rate_key']) }}"
) }}
{#-
    Usage and its cost to day and rate, meters side by side: what bills are compared with. A few rows a day, whatever the
    number of users.
-#}
{%- set dates = stale_dates(ref('int_usage_days_fingerprinted'), keys) -%}

with events as (
    select * from {{ ref('int_usage_events_costed') }}
    where {{ is_one_of_dates('usage_date', dates) }}
),

days as (
    {{ missing_groups(ref('int_usage_days_fingerprinted'), keys) | indent(4) }}
),

rates as (
    select * from {{ ref('int_usage_rates') }}
),

summed as (
    select
        usage_date,
        rate_key,
        rate_id,
        reported_currency,
        sum(reported_cost) as reported_cost
        {%- for meter, unit in usage_meters().items() %},
        sum({{ meter }}) as {{ meter }},
        {%- if not is_whole(unit) %}
        sum({{ meter }}_cost) as {{ meter }}_cost,
        {%- endif %}
        count(case when {{ is_metered(meter, unit) }} then 1 end) as {{ meter }}_events,
        min(case when {{ meter }} > 0 then usage_event_id end) as {{ meter }}_first_event_id,
        -- Only what nobody has a price for is looked for later.
        min(case when {{ is_metered(meter, unit) }} and {{ meter }}_unit_price is null then occurred_at end)
            as {{ meter }}_first_unpriced_at,
        max(case when {{ is_metered(meter, unit) }} and {{ meter }}_unit_price is null then occurred_at end)
            as {{ meter }}_last_unpriced_at
        {%- endfor %}
    from events
    group by usage_date, rate_key, rate_id, reported_currency
),

priced as (
    select
        summed.usage_date,
        {{ month_start('summed.usage_date') }} as billing_period,
        summed.rate_key,
        summed.rate_id,
        days.fingerprint,
        -- Tells the tests of a build what it has made.
        '{{ invocation_id }}' as invocation_id,
        rates.platform,
        rates.billing_account_id,
        rates.model,
        rates.currency,
        rates.extra_meter,
        rates.extra_unit,
        summed.reported_currency,
        cast(summed.reported_cost as {{ type_amount() }}) as reported_cost
        {%- for meter, unit in usage_meters().items() %},
        cast(summed.{{ meter }} as {{ type_total_quantity() }}) as {{ meter }},
        rates.{{ meter }}_unit_price,
        cast(
            {%- if is_whole(unit) %}
            case when summed.{{ meter }}_events > 0
                then {{ whole_cost('summed.' ~ meter, 'rates.' ~ meter ~ '_unit_price') }}
            end
            {%- else %}
            summed.{{ meter }}_cost
            {%- endif %} as {{ type_amount() }}
        ) as {{ meter }}_cost,
        summed.{{ meter }}_events,
        summed.{{ meter }}_first_event_id,
        summed.{{ meter }}_first_unpriced_at,
        summed.{{ meter }}_last_unpriced_at
        {%- endfor %}
    from summed
    inner join days
        on
            summed.usage_date = days.usage_date
            and summed.rate_key = days.rate_key
    inner join rates
        on summed.rate_id = rates.rate_id
)

select * from priced
