{#-
    What the provider reports, what we calculate and what the bill charges, each at the grain at which the report of its
    day can be compared, one under the other.
-#}
{%- set sides = {
    'int_provider_usage_current': ('provider_quantity', 'quantity'),
    'int_calculated_usage_summed': ('calculated_quantity', 'calculated_quantity'),
    'int_billed_usage_summed': ('billed_quantity', 'billed_quantity'),
} -%}

with report_meters as (
    select * from {{ ref('report_meters') }}
),

days as (
    select * from {{ ref('int_report_days_covered') }}
),

whole as (
    select * from {{ ref('int_meters_reported_whole') }}
),

sides as (
    {% for side, (column, quantity) in sides.items() -%}
    select
        platform,
        billing_account_id,
        usage_date,
        model,
        meter,
        {% for name, _ in sides.values() -%}
        cast({{ quantity if name == column else 'null' }} as {{ type_total_quantity() }}) as {{ name }}
        {{- ',' if not loop.last }}
        {% endfor -%}
    from {{ ref(side) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

told as (
    select
        sides.platform,
        sides.billing_account_id,
        sides.usage_date,
        sides.model,
        coalesce(report_meters.reported_meter, sides.meter) as meter,
        days.usage_date is not null as is_covered,
        {% for name, _ in sides.values() -%}
        sides.{{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from sides
    left join report_meters
        on
            sides.platform = report_meters.platform
            and sides.meter = report_meters.meter
    left join days
        on
            sides.platform = days.platform
            and sides.billing_account_id = days.billing_account_id
            and sides.usage_date = days.usage_date
            and report_meters.report_kind = days.report_kind
),

placed as (
    select
        told.platform,
        told.billing_account_id,
        told.usage_date,
        case when whole.meter is not null then '(all)' else told.model end as model,
        told.meter,
        max(case when told.is_covered then 1 else 0 end) as is_covered,
        {% for name, _ in sides.values() -%}
        cast(sum(told.{{ name }}) as {{ type_total_quantity() }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from told
    left join whole
        on
            told.platform = whole.platform
            and told.billing_account_id = whole.billing_account_id
            and told.usage_date = whole.usage_date
            and told.meter = whole.meter
    group by 1, 2, 3, 4, 5
),

compared as (
    -- Where no report covers the day there is nothing to compare, nor where only the bill speaks.
    select
        platform,
        billing_account_id,
        usage_date,
        model,
        meter,
        {% for name, _ in sides.values() -%}
        {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from placed
    where
        (provider_quantity is not null or is_covered = 1)
        and (coalesce(provider_quantity, 0) != 0 or coalesce(calculated_quantity, 0) != 0)
)

select * from compared
