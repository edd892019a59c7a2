{#-
    What each delivery that covers a day of the bill says of a line of it, which is nothing where an earlier one named a
    line and this one does not. Lines begin with the first delivery that names them.
-#}
{%- set line = [
    'platform', 'billing_account_id', 'sub_account_id', 'bill_date', 'usage_date', 'raw_meter_name', 'model', 'meter',
    'charge_component', 'currency'
] -%}
with charges as (
    select * from {{ ref('int_billed_charges_mapped') }}
    where is_in_scope
),

covering_sets as (
    select * from {{ ref('int_bill_deliveries_dated') }}
),

said as (
    select
        platform,
        billing_account_id,
        sub_account_id,
        bill_date,
        usage_date,
        raw_meter_name,
        case when mapping_status = 'mapped' then model end as model,
        case when mapping_status = 'mapped' then meter end as meter,
        charge_component,
        currency,
        delivery_set,
        cast(sum(billed_quantity) as {{ type_total_quantity() }}) as billed_quantity,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost,
        count(*) as charges
    from charges
    group by
        platform, billing_account_id, sub_account_id, bill_date, usage_date, raw_meter_name,
        case when mapping_status = 'mapped' then model end, case when mapping_status = 'mapped' then meter end,
        charge_component, currency, delivery_set
),

keyed as (
    select
        {{ surrogate_key(line) }} as line_key,
        *
    from said
),

lines as (
    select
        line_key,
        {{ line | join(',\n        ') }}
    from keyed
    group by line_key, {{ line | join(', ') }}
),

heard as (
    select distinct
        lines.line_key,
        covering_sets.delivery_set,
        covering_sets.delivered_at
    from lines
    inner join covering_sets
        on
            lines.platform = covering_sets.platform
            and lines.billing_account_id = covering_sets.billing_account_id
            and covering_sets.sub_account_id in (lines.sub_account_id, '*')
            and lines.bill_date >= covering_sets.covered_from
            and lines.bill_date < covering_sets.covered_until
),

versions as (
    select
        lines.*,
        heard.delivery_set,
        heard.delivered_at,
        keyed.billed_quantity,
        cast(coalesce(keyed.billed_cost, 0) as {{ type_amount() }}) as billed_cost,
        coalesce(keyed.charges, 0) as charges,
        max(keyed.charges) over (
            partition by heard.line_key
            order by heard.delivered_at, heard.delivery_set
            rows between unbounded preceding and current row
        ) is not null as has_begun
    from lines
    inner join heard
        on lines.line_key = heard.line_key
    left join keyed
        on
            heard.line_key = keyed.line_key
            and heard.delivery_set = keyed.delivery_set
)

select * from versions
where has_begun
