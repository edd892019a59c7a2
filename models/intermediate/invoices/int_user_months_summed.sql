{%- set keys = ['billing_period'] -%}
{{ config(
    materialized='incremental',
    indexes=lookup_indexes([['billing_period', 'fingerprint']]),
    pre_hook="{{ remove_stale_groups(ref('int_usage_months_fingerprinted'), ['billing_period']) }}"
) }}
{#- Usage and its cost to user and month, meters side by side: a month is summed again when one of its days changed. -#}
{%- set dates = stale_dates(ref('int_usage_months_fingerprinted'), keys) -%}
{%- set grain = [
    'billing_period', 'user_id', 'account_id', 'is_billable', 'platform', 'model', 'currency', 'extra_meter', 'extra_unit'
] -%}

with days as (
    select * from {{ ref('int_user_days_summed') }}
    where {{ is_one_of_dates('billing_period', dates) }}
),

months as (
    {{ missing_groups(ref('int_usage_months_fingerprinted'), keys) | indent(4) }}
),

summed as (
    select
        {{ grain | join(',\n        ') }},
        sum(events) as events,
        min(usage_date) as first_used_on,
        max(usage_date) as last_used_on
        {%- for meter in usage_meters() %},
        sum(case when {{ meter }}_cost is not null then {{ meter }} end) as {{ meter }},
        sum({{ meter }}_cost) as {{ meter }}_cost
        {%- endfor %}
    from days
    group by {{ grain | join(', ') }}
),

fingerprinted as (
    select
        {% for column in grain -%}
        summed.{{ column }},
        {% endfor -%}
        months.fingerprint,
        cast(summed.events as bigint) as events,
        summed.first_used_on,
        summed.last_used_on
        {%- for meter in usage_meters() %},
        cast(summed.{{ meter }} as {{ type_total_quantity() }}) as {{ meter }},
        cast(summed.{{ meter }}_cost as {{ type_amount() }}) as {{ meter }}_cost
        {%- endfor %}
    from summed
    inner join months
        on summed.billing_period = months.billing_period
)

select * from fingerprinted
