{#-
    The rows of FOCUS datasets under one set of names, whatever version and provider. No row includes another. A line of
    Google's whole invoice, such as tax, belongs to the Gemini API if the dataset has no other AI usage in the period.
-#}
{%- set fields = focus_bill_fields() -%}
{%- set columns = dict(
    dict(dict(fields.companies, **fields.texts), **fields.lower_case), **dict(fields.amounts, **fields.instants)
) -%}
{#- Where the day is first, one bound of a billing period has a month other than January in the second place. -#}
{%- set month_first = '^(0?[1-9]|1[0-2])/(0?1|1[3-9]|2[0-9]|3[01])/' -%}
{%- set is_month_first = regexp_matches('billing_start', month_first)
    ~ ' and ' ~ regexp_matches('billing_end', month_first) -%}
{%- set bill = 'partition by delivery_set, loaded_at, landed_account, billing_account, billing_start' -%}
{%- set keys_and_instants = {'company_key': company_name(snake_case('provider'))} -%}
{%- for name in fields.companies -%}
    {%- do keys_and_instants.update({name ~ '_key': snake_case(name)}) -%}
{%- endfor -%}
{%- for name in fields.instants -%}
    {%- do keys_and_instants.update({name ~ '_instant': bill_instant(name, is_month_first)}) -%}
{%- endfor -%}

with landed_rows as (
    {{ landed_records(
        'focus', ledger_columns=['billing_account_id as landed_account', 'delivered_at', 'delivery_set']
    ) | indent(4) }}
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', columns)}) | indent(4) }}
),

dataset_rows as (
    select
        {% for name in columns -%}
        {% if name in fields.lower_case -%}
        lower(trim({{ filled_field('fields', columns, name) }})) as {{ name }},
        {% else -%}
        {{ filled_field('fields', columns, name) }} as {{ name }},
        {% endif -%}
        {% endfor -%}
        delivery_id,
        record_number,
        record,
        loaded_at,
        landed_account,
        delivered_at,
        coalesce(delivery_set, delivery_id) as delivery_set
    from fields_by_row
),

rows_with_keys_and_instants as (
    {{ computed_once('dataset_rows', keys_and_instants) | indent(4) }}
),

charges as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        landed_account,
        delivered_at,
        delivery_set,
        {{ bill_platform('provider_key', 'company_key', 'issuer_key', 'service') | indent(8) }} as named_platform,
        provider_key as provider,
        coalesce(publisher_key, provider_key) as publisher,
        {% for name in fields.texts.keys() | list + fields.lower_case.keys() | list -%}
        {{ name }},
        {% endfor -%}
        {% for name in fields.amounts -%}
        {{ bill_amount(name) | indent(8) }} as {{ name }},
        {% endfor -%}
        {% for name in fields.instants -%}
        cast({{ utc_timestamp(name ~ '_instant') }} as date) as {{ name }},
        {% endfor -%}
        case
            when {{ regexp_matches('charge_start_instant', '^[0-9]+/') }}
                then charge_start || ' (month or day first? write year-month-day)'
            else charge_start
        end as raw_charge_start
    from rows_with_keys_and_instants
),

charges_with_usage as (
    select
        *,
        named_platform = 'vertex' and (
            coalesce(service, '') like '%vertex ai%'
            or {{ names_model_vendor("coalesce(service, '') || ' ' || coalesce(meter, description, sku, '')") }}
        ) as is_vertex_usage
    from charges
),

charges_with_platform as (
    select
        *,
        case
            when
                named_platform = 'vertex'
                and (category in ('tax', 'adjustment') or service = 'invoice')
                and max(case when named_platform = 'gemini_api' then 1 else 0 end) over ({{ bill }}) = 1
                and max(case when is_vertex_usage then 1 else 0 end) over ({{ bill }}) = 0
                then 'gemini_api'
            else named_platform
        end as platform
    from charges_with_usage
)

select * from charges_with_platform
