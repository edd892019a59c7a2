-- Guards costs = invoices + costs that are kept but not invoiced (unattributed usage, usage that is not billable),
-- exactly, per month and currency. Priced usage that reaches no invoice is lost revenue; usage on two invoices is
-- charged twice.
with user_days as (
    select * from {{ ref('int_user_days_summed') }}
    where {{ is_built_month('billing_period') }}
),

invoices as (
    select * from {{ ref('fct_invoices') }}
    where {{ is_built_month('billing_period') }}
),

totals as (
    select
        billing_period,
        currency,
        sum(
            {% for meter in usage_meters() -%}
            coalesce({{ meter }}_cost, 0){{ ' +' if not loop.last }}
            {% endfor %}
        ) as calculated_cost
    from user_days
    where is_billable and user_id != '(unattributed)'
    group by billing_period, currency

    union all

    select
        billing_period,
        currency,
        -sum(calculated_cost) as calculated_cost
    from invoices
    group by billing_period, currency
),

compared as (
    select
        billing_period,
        currency,
        coalesce(sum(calculated_cost), 0) as cost_off
    from totals
    group by billing_period, currency
)

select * from compared
where cost_off != 0
