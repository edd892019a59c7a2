{#-
    The usage that is invoiced: billable, attributed and priced, per user, month, model and meter. Costs are not rounded
    here, so that money is rounded only once.
-#}
{%- set keys = ['user_id', 'billing_period', 'currency', 'platform', 'model', 'fingerprint'] -%}
{%- set meters = usage_meters() | reject('equalto', 'extra_quantity') | list -%}

with months as (
    select * from {{ ref('int_user_months_summed') }}
    where is_billable and user_id != '(unattributed)'
),

summed_months as (
    select
        {{ keys | join(',\n        ') }}
        {%- for meter in meters %},
        sum({{ meter }}) as {{ meter }},
        sum({{ meter }}_cost) as {{ meter }}_cost
        {%- endfor %}
    from months
    group by {{ keys | join(', ') }}
),

usage_by_meter as (
    {% for meter in meters -%}
    select
        {{ keys | join(',\n        ') }},
        {{ meter_name(meter) }} as meter,
        {{ meter_unit(meter) }} as unit,
        cast({{ meter }} as {{ type_total_quantity() }}) as quantity,
        cast({{ meter }}_cost as {{ type_amount() }}) as calculated_cost
    from summed_months
    where {{ meter }}_cost is not null

    union all

    {% endfor -%}
    select
        {{ keys | join(',\n        ') }},
        extra_meter as meter,
        extra_unit as unit,
        cast(sum(extra_quantity) as {{ type_total_quantity() }}) as quantity,
        cast(sum(extra_quantity_cost) as {{ type_amount() }}) as calculated_cost
    from months
    where extra_quantity_cost is not null
    group by {{ keys | join(', ') }}, extra_meter, extra_unit
)

select * from usage_by_meter
