{%- set keys = ['usage_date', 'rate_key'] -%}
{{ config(
    materialized='incremental',
    indexes=lookup_indexes([['usage_date', 'rate_key', 'fingerprint'], ['billing_period']]),
    pre_hook="{{ remove_stale_groups(ref('int_usage_days_fingerprinted'), ['usage_date', 'rate_key']) }}"
) }}
{#-
    Usage and its cost to user and day: what invoices and dimensions are made of, so that the month is never summed from
    its events again. Whole quantities are summed first and priced once: the cost of the sum is the sum of the costs.
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

summed as (
    select
        {{ grain | join(',\n        ') }},
        count(*) as events
        {%- for meter, unit in usage_meters().items() %},
        sum(case when {{ is_metered(meter, unit) }} then {{ meter }} end) as {{ meter }}
        {%- if not is_whole(unit) %},
        sum({{ meter }}_cost) as {{ meter }}_cost
        {%- endif %}
        {%- endfor %}
    from events
    group by {{ grain | join(', ') }}
),

priced as (
    select
        summed.usage_date,
        {{ month_start('summed.usage_date') }} as billing_period,
        rates.rate_key,
        summed.rate_id,
        days.fingerprint,
        summed.user_id,
        summed.account_id,
        summed.is_billable,
        rates.platform,
        rates.model,
        rates.currency,
        rates.extra_meter,
        rates.extra_unit,
        summed.events
        {%- for meter, unit in usage_meters().items() %},
        cast(summed.{{ meter }} as {{ type_total_quantity() }}) as {{ meter }},
        cast(
            {%- if is_whole(unit) %}
            {{ whole_cost('summed.' ~ meter, 'rates.' ~ meter ~ '_unit_price') }}
            {%- else %}
            summed.{{ meter }}_cost
            {%- endif %} as {{ type_amount() }}
        ) as {{ meter }}_cost
        {%- endfor %}
    from summed
    inner join rates
        on summed.rate_id = rates.rate_id
    inner join days
        on
            summed.usage_date = days.usage_date
            and rates.rate_key = days.rate_key
)

select * from priced
