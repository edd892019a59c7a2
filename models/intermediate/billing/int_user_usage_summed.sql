{#- What is invoiced: billable, attributed and priced usage to user, month, model and meter, unrounded. -#}
{%- set keys = ['user_id', 'billing_period', 'currency', 'platform', 'model'] -%}

with months as (
    select * from {{ ref('int_user_months_summed') }}
    where is_billable and user_id != '(unattributed)'
),

summed as (
    select
        {{ keys | join(',\n        ') }},
        fingerprint
        {%- for meter in usage_meters() %},
        sum({{ meter }}) as {{ meter }},
        sum({{ meter }}_cost) as {{ meter }}_cost
        {%- endfor %}
    from months
    group by {{ keys | join(', ') }}, fingerprint
),

unpivoted as (
    {% for meter, unit in usage_meters().items() -%}
    select
        {{ keys | join(',\n        ') }},
        fingerprint,
        '{{ meter }}' as meter,
        '{{ unit }}' as unit,
        cast({{ meter }} as {{ type_total_quantity() }}) as quantity,
        cast({{ meter }}_cost as {{ type_amount() }}) as calculated_cost
    from summed
    where {{ meter }}_cost is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from unpivoted
