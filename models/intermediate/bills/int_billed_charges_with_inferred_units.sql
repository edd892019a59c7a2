{#-
    Charges with their quantity in single units, also if the bill does not state the size of its unit. The cost then
    shows the size. AWS bills some tokens in plain "Units", which are thousands for one model and millions for another.
    At the list price of its model and meter, a quantity of thousands costs a thousand times as much as one of single
    tokens. So at most one of the unit sizes 1, 1,000 and 1,000,000 gives a cost within a factor of ten, however the
    price was negotiated. If none of them does, or if price or cost is missing, the unit stays unknown. Long because a
    charge needs its model and its price before its unit can be inferred.
-#}
{%- set sizes = [1, 1000, 1000000] -%}

with charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
),

meters as (
    select * from {{ ref('int_meter_names_parsed') }}
    where mapping_status = 'mapped'
),

models as (
    select * from {{ ref('int_billed_models_resolved') }}
),

prices as (
    select * from {{ ref('int_price_book_ranged') }}
    where billing_account_id = ''
),

charges_without_unit as (
    select
        charge_id,
        platform,
        meter_grammar,
        raw_meter_name,
        usage_date,
        currency,
        -- Beyond a trillion units the product would overflow.
        case when abs(quoted_quantity) < 1000000000000 then abs(quoted_quantity) end as quantity,
        -- A bill on which nothing is to be paid can still have a list cost.
        abs(case when list_cost != 0 then list_cost else billed_cost end) as cost
    from charges
    where unit_of_measure = 'units of tokens' and rejection_reason is null
),

charges_with_meter as (
    select
        charges_without_unit.charge_id,
        charges_without_unit.platform,
        charges_without_unit.usage_date,
        charges_without_unit.currency,
        charges_without_unit.quantity,
        charges_without_unit.cost,
        coalesce(models.model, lower(meters.raw_model)) as model,
        meters.meter
    from charges_without_unit
    inner join meters
        on
            charges_without_unit.meter_grammar = meters.source
            and charges_without_unit.raw_meter_name = meters.raw_meter_name
    left join models
        on
            charges_without_unit.platform = models.platform
            and lower(meters.raw_model) = models.raw_model
            and {{ is_effective_at(
                'charges_without_unit.usage_date', 'models.valid_from', 'models.valid_until', is_open_at_start=true
            ) }}
),

charges_at_list_price as (
    select
        charges_with_meter.charge_id,
        case
            {%- for size in sizes %}
            {%- set single_cost = quantity_cost('charges_with_meter.quantity', 'prices.single_unit_price') %}
            {%- set list_cost = single_cost ~ ' * ' ~ size %}
            when charges_with_meter.cost * 10 >= {{ list_cost }} and charges_with_meter.cost <= {{ list_cost }} * 10
                then {{ size }}
            {%- endfor %}
        end as unit_quantity
    from charges_with_meter
    inner join prices
        on
            charges_with_meter.platform = prices.platform
            and charges_with_meter.model = prices.model
            and charges_with_meter.meter = prices.meter
            and charges_with_meter.currency = prices.currency
            and {{ is_effective_at('charges_with_meter.usage_date', 'prices.valid_from', 'prices.valid_until') }}
    where charges_with_meter.cost > 0 and charges_with_meter.quantity > 0
),

inferred_units as (
    select
        charge_id,
        min(unit_quantity) as unit_quantity
    from charges_at_list_price
    group by charge_id
    having min(unit_quantity) = max(unit_quantity)
),

charges_with_units as (
    select
        charges.*,
        case
            when charges.is_unit_stated then charges.stated_quantity
            else cast(charges.quoted_quantity * inferred_units.unit_quantity as {{ type_total_quantity() }})
        end as billed_quantity,
        charges.is_unit_stated or inferred_units.unit_quantity is not null as is_unit_known
    from charges
    left join inferred_units
        on charges.charge_id = inferred_units.charge_id
)

select * from charges_with_units
