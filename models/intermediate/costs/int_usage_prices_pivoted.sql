{#- The prices of a key side by side, so that an event is priced with one join however many meters it carries. -#}
with prices as (
    select * from {{ ref('int_usage_prices') }}
),

pivoted as (
    select
        price_key,
        valid_from,
        valid_until,
        context_from_tokens,
        context_until_tokens,
        max(currency) as currency
        {%- for meter, unit in usage_meters().items() %},
        max(case when meter = '{{ meter }}' then single_unit_price end) as {{ meter }}_unit_price
        {%- if unit == 'seconds' %},
        max(case when meter = '{{ meter }}' then unit_price end) as {{ meter }}_quoted_price,
        max(case when meter = '{{ meter }}' then price_divisor end) as {{ meter }}_price_divisor
        {%- endif %}
        {%- endfor %}
    from prices
    group by price_key, valid_from, valid_until, context_from_tokens, context_until_tokens
)

select * from pivoted
