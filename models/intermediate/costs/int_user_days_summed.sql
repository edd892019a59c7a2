{%- set keys = ['usage_date', 'rate_key'] -%}
{{ summed_groups(
    'int_usage_days_fingerprinted', keys, indexes=[['usage_date', 'rate_key', 'fingerprint'], ['billing_period']]
) }}
{#-
    Usage and its cost per user and day. Invoices and dimensions are built from these rows, so that a month is never
    summed from its events again. Whole quantities are summed first and priced once: the cost of the sum is the sum of
    the costs. Long because every meter has its sum and its cost.
-#}
{%- set dates = stale_dates(ref('int_usage_days_fingerprinted'), keys) -%}
{%- set grain = ['usage_date', 'rate_id', 'user_id', 'account_id', 'is_billable'] -%}

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
        {{ grain | join(',\n        ') }},
        count(*) as events
        {%- for meter, unit in usage_meters().items() %},
        sum(case when {{ is_metered(meter, unit) }} then {{ meter }} end) as {{ meter }}
        {%- if unit not in whole_units() %},
        sum({{ meter }}_cost) as {{ meter }}_cost
        {%- endif %}
        {%- endfor %}
    from events
    group by {{ grain | join(', ') }}
),

priced_days as (
    select
        summed_events.usage_date,
        {{ month_start('summed_events.usage_date') }} as billing_period,
        rates.rate_key,
        summed_events.rate_id,
        days.fingerprint,
        summed_events.user_id,
        summed_events.account_id,
        summed_events.is_billable,
        rates.platform,
        rates.model,
        rates.currency,
        rates.extra_meter,
        rates.extra_unit,
        summed_events.events
        {%- for meter, unit in usage_meters().items() %},
        cast(summed_events.{{ meter }} as {{ type_total_quantity() }}) as {{ meter }},
        cast(
            {%- if unit in whole_units() %}
            {{ extended_cost('summed_events.' ~ meter, 'rates.' ~ meter, unit) }}
            {%- else %}
            summed_events.{{ meter }}_cost
            {%- endif %} as {{ type_amount() }}
        ) as {{ meter }}_cost
        {%- endfor %}
    from summed_events
    inner join rates
        on summed_events.rate_id = rates.rate_id
    inner join days
        on
            summed_events.usage_date = days.usage_date
            and rates.rate_key = days.rate_key
)

select * from priced_days
