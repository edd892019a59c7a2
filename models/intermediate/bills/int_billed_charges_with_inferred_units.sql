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

unsized as (
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

metered as (
    select
        unsized.charge_id,
        unsized.platform,
        unsized.usage_date,
        unsized.currency,
        unsized.quantity,
        unsized.cost,
        coalesce(models.model, lower(meters.raw_model)) as model,
        meters.meter
    from unsized
    inner join meters
        on
            unsized.meter_grammar = meters.source
            and unsized.raw_meter_name = meters.raw_meter_name
    left join models
        on
            unsized.platform = models.platform
            and lower(meters.raw_model) = models.raw_model
            and (models.valid_from is null or unsized.usage_date >= models.valid_from)
            and (models.valid_until is null or unsized.usage_date < models.valid_until)
),

compared as (
    select
        metered.charge_id,
        case
            {%- for size in sizes %}
            {%- set list_cost = quantity_cost('metered.quantity', 'prices.single_unit_price') ~ ' * ' ~ size %}
            when metered.cost * 10 >= {{ list_cost }} and metered.cost <= {{ list_cost }} * 10
                then {{ size }}
            {%- endfor %}
        end as unit_quantity
    from metered
    inner join prices
        on
            metered.platform = prices.platform
            and metered.model = prices.model
            and metered.meter = prices.meter
            and metered.currency = prices.currency
            and {{ is_effective_at('metered.usage_date', 'prices.valid_from', 'prices.valid_until') }}
    where metered.cost > 0 and metered.quantity > 0
),

inferred as (
    select
        charge_id,
        min(unit_quantity) as unit_quantity
    from compared
    group by charge_id
    having min(unit_quantity) = max(unit_quantity)
),

sized as (
    select
        {% for column in as_they_are -%}
        charges.{{ column }},
        {% endfor -%}
        case
            when charges.is_unit_known then charges.billed_quantity
            else cast(charges.quoted_quantity * inferred.unit_quantity as {{ type_total_quantity() }})
        end as billed_quantity,
        charges.is_unit_known or inferred.unit_quantity is not null as is_unit_known
    from charges
    left join inferred
        on charges.charge_id = inferred.charge_id
)

select * from sized
