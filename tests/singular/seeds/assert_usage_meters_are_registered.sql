-- Guards the list of meters in macro `usage_meters` against the registry. A meter that is not registered, or has
-- another unit there, would be costed by the wrong unit and be missing from `dim_meters`.
with used as (
    {% for meter, unit in usage_meters().items() if meter != 'extra_quantity' -%}
    select
        '{{ meter }}' as meter,
        '{{ unit }}' as unit
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

registered as (
    select * from {{ ref('meters') }}
),

unregistered as (
    select
        used.meter,
        used.unit,
        registered.unit as registered_unit
    from used
    left join registered
        on used.meter = registered.meter
    where registered.meter is null or registered.unit != used.unit
)

select * from unregistered
