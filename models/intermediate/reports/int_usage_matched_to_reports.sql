{#-
    Reported, calculated and billed quantities, at the grain at which the provider report of the day can be compared.
    Long because the three sides are stacked, brought to the meters of the report and then summed.
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

-- A meter that some report of the day does not split by model can only be compared over all models.
meters_reported_whole as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        meter
    from {{ ref('int_provider_usage_current') }}
    where model = '(all)'
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

sides_by_report_meter as (
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

sides_at_report_grain as (
    select
        sides_by_report_meter.platform,
        sides_by_report_meter.billing_account_id,
        sides_by_report_meter.usage_date,
        case when meters_reported_whole.meter is not null then '(all)' else sides_by_report_meter.model end as model,
        sides_by_report_meter.meter,
        max(case when sides_by_report_meter.is_covered then 1 else 0 end) as is_covered,
        {% for name, _ in sides.values() -%}
        cast(sum(sides_by_report_meter.{{ name }}) as {{ type_total_quantity() }}) as {{ name }}
        {{- ',' if not loop.last }}
        {% endfor -%}
    from sides_by_report_meter
    left join meters_reported_whole
        on
            sides_by_report_meter.platform = meters_reported_whole.platform
            and sides_by_report_meter.billing_account_id = meters_reported_whole.billing_account_id
            and sides_by_report_meter.usage_date = meters_reported_whole.usage_date
            and sides_by_report_meter.meter = meters_reported_whole.meter
    group by 1, 2, 3, 4, 5
),

comparable_usage as (
    -- A day without a report cannot be compared, nor can a meter that only the bill has.
    select
        platform,
        billing_account_id,
        usage_date,
        model,
        meter,
        {% for name, _ in sides.values() -%}
        {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from sides_at_report_grain
    where
        (provider_quantity is not null or is_covered = 1)
        and (coalesce(provider_quantity, 0) != 0 or coalesce(calculated_quantity, 0) != 0)
)

select * from comparable_usage
