{%- set keys = ['billing_period'] -%}
{{ summed_groups('int_usage_months_fingerprinted', keys, indexes=[['billing_period', 'fingerprint']]) }}
{#-
    Usage and its cost per user and month, meters side by side. A month is summed again only if its fingerprint changed.
-#}
{%- set dates = stale_dates(ref('int_usage_months_fingerprinted'), keys) -%}
{%- set grain = [
    'billing_period', 'user_id', 'account_id', 'is_billable', 'platform', 'model', 'currency',
    'extra_meter', 'extra_unit'
] -%}

with days as (
    select * from {{ ref('int_user_days_summed') }}
    where {{ is_one_of_dates('billing_period', dates) }}
),

months as (
    {{ missing_groups(ref('int_usage_months_fingerprinted'), keys) | indent(4) }}
),

summed_days as (
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

fingerprinted_months as (
    select
        {% for column in grain -%}
        summed_days.{{ column }},
        {% endfor -%}
        months.fingerprint,
        cast(summed_days.events as bigint) as events,
        summed_days.first_used_on,
        summed_days.last_used_on
        {%- for meter in usage_meters() %},
        cast(summed_days.{{ meter }} as {{ type_total_quantity() }}) as {{ meter }},
        cast(summed_days.{{ meter }}_cost as {{ type_amount() }}) as {{ meter }}_cost
        {%- endfor %}
    from summed_days
    inner join months
        on summed_days.billing_period = months.billing_period
)

select * from fingerprinted_months
