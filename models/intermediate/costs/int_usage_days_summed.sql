{%- set keys = ['usage_date', 'rate_key'] -%}
{{ summed_groups('int_usage_days_fingerprinted', keys) }}
{#-
    Usage and its cost per day and rate, meters side by side. Bills are compared with these rows, which are a few per
    day, whatever the number of users. Long because each meter has seven columns.
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

summed_events as (
    select
        usage_date,
        rate_key,
        rate_id,
        reported_currency,
        sum(reported_cost) as reported_cost
        {%- for meter, unit in usage_meters().items() %},
        sum({{ meter }}) as {{ meter }},
        {%- if unit not in whole_units() %}
        sum({{ meter }}_cost) as {{ meter }}_cost,
        {%- endif %}
        count(case when {{ is_metered(meter, unit) }} then 1 end) as {{ meter }}_events,
        min(case when {{ meter }} > 0 then usage_event_id end) as {{ meter }}_first_event_id,
        -- The first and last instant are kept only for usage that no price covers, see `fct_unpriced_usage`.
        min(case when {{ is_metered(meter, unit) }} and {{ meter }}_unit_price is null then occurred_at end)
            as {{ meter }}_first_unpriced_at,
        max(case when {{ is_metered(meter, unit) }} and {{ meter }}_unit_price is null then occurred_at end)
            as {{ meter }}_last_unpriced_at
        {%- endfor %}
    from events
    group by usage_date, rate_key, rate_id, reported_currency
),

priced_days as (
    select
        summed_events.usage_date,
        {{ month_start('summed_events.usage_date') }} as billing_period,
        summed_events.rate_key,
        summed_events.rate_id,
        days.fingerprint,
        -- The tests of a build find by it the days that the build summed.
        '{{ invocation_id }}' as invocation_id,
        rates.platform,
        rates.billing_account_id,
        rates.model,
        rates.currency,
        rates.service_tier = 'provisioned' as is_provisioned,
        rates.extra_meter,
        rates.extra_unit,
        summed_events.reported_currency,
        cast(summed_events.reported_cost as {{ type_amount() }}) as reported_cost
        {%- for meter, unit in usage_meters().items() %},
        cast(summed_events.{{ meter }} as {{ type_total_quantity() }}) as {{ meter }},
        rates.{{ meter }}_unit_price,
        cast(
            {%- if unit in whole_units() %}
            case when summed_events.{{ meter }}_events > 0
                then {{ extended_cost('summed_events.' ~ meter, 'rates.' ~ meter, unit) }}
            end
            {%- else %}
            summed_events.{{ meter }}_cost
            {%- endif %} as {{ type_amount() }}
        ) as {{ meter }}_cost,
        summed_events.{{ meter }}_events,
        summed_events.{{ meter }}_first_event_id,
        summed_events.{{ meter }}_first_unpriced_at,
        summed_events.{{ meter }}_last_unpriced_at
        {%- endfor %}
    from summed_events
    inner join days
        on
            summed_events.usage_date = days.usage_date
            and summed_events.rate_key = days.rate_key
    inner join rates
        on summed_events.rate_id = rates.rate_id
)

select * from priced_days
