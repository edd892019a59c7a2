{#-
    The charges, with the size of units that the bill does not tell read from what they cost. AWS bills some tokens in plain
    "Units", thousands of one model and millions of another. At the list price of its model and meter a quantity of
    thousands costs a thousand times one of single tokens: of one, a thousand and a million tokens a unit, one at most comes
    within ten times the cost, however the price was negotiated. Where none does, or nothing tells, the unit stays unknown.
-#}
{%- set sizes = [1, 1000, 1000000] -%}
{%- set as_they_are = [
    'charge_id', 'source', 'platform', 'meter_grammar', 'delivery_id', 'delivery_set', 'record_number', 'billing_account_id',
    'sub_account_id', 'project_id', 'raw_charge_type', 'raw_meter_name', 'service_name', 'region', 'unit_of_measure',
    'currency', 'pricing_currency', 'exchange_rate', 'usage_date', 'bill_date', 'invoice_period', 'counted_in', 'seconds_per_unit',
    'billed_cost', 'list_cost', 'rejection_reason'
] -%}

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
        -- beyond a trillion units the product would overflow
        case when abs(quoted_quantity) < 1000000000000 then abs(quoted_quantity) end as quantity,
        -- a list cost is there when nothing is to be paid
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
            and {{ is_effective_at('charges_without_unit.usage_date', 'models.valid_from', 'models.valid_until', is_open_at_start=true) }}
),

charges_at_list_price as (
    select
        charges_with_meter.charge_id,
        case
            {%- for size in sizes %}
            {%- set list_cost = quantity_cost('charges_with_meter.quantity', 'prices.single_unit_price') ~ ' * ' ~ size %}
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
        {% for column in as_they_are -%}
        charges.{{ column }},
        {% endfor -%}
        case
            when charges.is_unit_known then charges.billed_quantity
            else cast(charges.quoted_quantity * inferred_units.unit_quantity as {{ type_total_quantity() }})
        end as billed_quantity,
        charges.is_unit_known or inferred_units.unit_quantity is not null as is_unit_known
    from charges
    left join inferred_units
        on charges.charge_id = inferred_units.charge_id
)

select * from charges_with_units
