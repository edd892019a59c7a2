{#-
    The prices of a cell side by side, NULL if the cell has none. An event is priced with one join, whatever its meters.
-#}
{%- set named = text_list(usage_meters() | reject('equalto', 'extra_quantity') | list) -%}
with cells as (
    select * from {{ ref('int_usage_price_cells') }}
),

prices as (
    select * from {{ ref('int_usage_prices') }}
),

prices_by_cell as (
    select
        cells.price_key,
        cells.valid_from,
        cells.valid_until,
        cells.context_from_tokens,
        cells.context_until_tokens,
        coalesce(max(prices.currency), 'USD') as currency
        {%- for meter, unit in usage_meters().items() %}
        {%- set is_its = 'not in (' ~ named ~ ')' if meter == 'extra_quantity' else "= '" ~ meter ~ "'" %},
        cast(
            max(case when prices.meter {{ is_its }} then prices.single_unit_price end) as {{ type_unit_price() }}
        ) as {{ meter }}_unit_price
        {%- if unit not in whole_units() %},
        max(case when prices.meter {{ is_its }} then prices.unit_price end) as {{ meter }}_quoted_price,
        max(case when prices.meter {{ is_its }} then prices.price_divisor end) as {{ meter }}_price_divisor
        {%- endif %}
        {%- endfor %}
    from cells
    left join prices
        on
            cells.price_key = prices.price_key
            and cells.valid_from = prices.valid_from
            and cells.context_from_tokens = prices.context_from_tokens
    group by
        cells.price_key,
        cells.valid_from,
        cells.valid_until,
        cells.context_from_tokens,
        cells.context_until_tokens
)

select * from prices_by_cell
