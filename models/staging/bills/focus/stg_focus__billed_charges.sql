{#-
    One charge per row of a FOCUS dataset; no row includes another. A commitment, the usage that it covers, goods of
    another company and support get charge types of their own, so that they are never compared with tokens.

    The model is long because it decides for every provider what a row charges for, and under which name and unit.
-#}
{%- set clouds = "'azure', 'bedrock', 'vertex', 'gemini_api'" -%}
{%- set ai_services = 'bedrock|vertex ai|gemini|generative language|openai|foundry|cognitive services|ai services' -%}
{%- set support = '(^|[ -])support( plans?| services?| fees?)?( ?[(].*[)])?$' -%}
{%- set direction = '(^|[^a-z])(in|inp|inpt|input|out|outp|outpt|opt|output)([^a-z]|$)' -%}
{%- set offer_names = [
    'meter_category', 'service', 'microsoft_subcategory', 'microsoft_product', 'microsoft_meter', 'meter',
    'description', 'publisher'
] -%}

with charges as (
    select * from {{ ref('base_focus__charges') }}
),

classified_charges as (
    select
        *,
        platform in ({{ clouds }}) as is_cloud,
        -- The vendor of a model in the name of an offer: the category of an offer may say nothing (`SaaS`).
        case
            {% for name in offer_names -%}
            when {{ names_model_vendor(name) }} then lower({{ name }})
            {% endfor -%}
        end as offer_of_vendor,
        coalesce(
            ({{ regexp_matches('service', support) }} and coalesce(service_category, '') != 'ai and machine learning')
            or service_category like '%support%',
            false
        ) as is_support,
        coalesce(
            (platform = 'azure' or not {{ regexp_matches("coalesce(service, '')", ai_services) }})
            and publisher_kind in ('vendor', 'marketplace', 'third party', 'third-party'),
            false
        ) or coalesce(
            platform in ({{ clouds }})
            and not {{ regexp_matches("coalesce(service, '')", ai_services) }}
            and not {{ regexp_matches('publisher', '^(microsoft|azure|aws|amazon|google|gcp)(_|$)') }},
            false
        ) as is_foreign,
        consumed_quantity is not null and consumed_unit is not null as is_consumption,
        -- Exports of some offers name the meter where others name the product.
        coalesce(
            {{ regexp_matches('lower(microsoft_subcategory)', direction) }}
            and not {{ regexp_matches("lower(coalesce(microsoft_meter, ''))", direction) }},
            false
        ) as is_meter_in_subcategory,
        coalesce(billing_start, {{ month_start('charge_start') }}) as invoice_period,
        coalesce(charge_start < billing_start or charge_start >= billing_end, false) as is_of_other_period
    from charges
),

charges_with_seller as (
    -- The publisher of a model does not matter: Claude in Bedrock is usage, billed like any other. A subscription that
    -- is bought once is not usage.
    select
        *,
        is_foreign and (offer_of_vendor is null or coalesce(category, 'usage') != 'usage') as is_marketplace
    from classified_charges
),

billed_charges as (
    select
        -- ids
        platform,
        delivery_id,
        record_number,
        cast(1 as bigint) as charge_number,
        coalesce({{ whole_number('summed_rows') }}, 1) as row_count,
        coalesce(
            landed_account,
            case
                when platform = 'azure'
                    then {{ regexp_replace_all(
                        'coalesce(microsoft_account, billing_account)', '^.*[bB]illing[aA]ccounts/([^/]+).*$', '\\1'
                    ) }}
                else billing_account
            end,
            'default'
        ) as billing_account_id,
        coalesce(
            case
                when platform = 'azure'
                    then lower({{ regexp_replace_all('sub_account', '^/[sS]ubscriptions/([^/]+).*$', '\\1') }})
                else sub_account
            end,
            ''
        ) as sub_account_id,
        case when platform not in ('azure', 'bedrock') then sub_account end as project_id,
        case when platform = 'azure' then lower(resource_id) else resource_id end as resource_id,
        cast(null as {{ dbt.type_string() }}) as api_key_id,
        cast(null as {{ dbt.type_string() }}) as principal_id,
        {{ billed_tags('tags', '(?:user[:_])?') | indent(8) }} as tags,

        -- strings
        {{ focus_charge_type() | indent(8) }} as raw_charge_type,
        case
            when is_meter_in_subcategory then microsoft_subcategory
            when platform = 'bedrock' and amazon_usage_type is not null
                then coalesce(product || ' | ', '') || amazon_usage_type
            else coalesce(
                microsoft_meter, meter, amazon_usage_type,
                -- `Azure OpenAI GPT5 - <meter> - SE Central`
                coalesce(nullif(split_part(microsoft_product, ' - ', 2), ''), microsoft_product),
                description, sku
            )
        end as raw_meter_name,
        case
            when not is_cloud then null
            when is_support then 'support'
            when platform = 'bedrock' and service like '%bedrock%' then 'amazon bedrock'
            when is_foreign or coalesce(meter_category, service) = 'saas'
                then coalesce(offer_of_vendor, meter_category, service)
            else coalesce(meter_category, service)
        end as service_name,
        region,
        {{ focus_unit_of_measure() | indent(8) }} as unit_of_measure,
        upper(trim(currency)) as currency,
        -- A provider's own tokens and credits are not currencies to convert from.
        case when {{ regexp_matches('upper(pricing_currency)', '^[A-Z]{3}$') }} then upper(pricing_currency) end
            as pricing_currency,
        raw_charge_start as raw_usage_date,
        case when is_consumption then consumed_quantity else coalesce(pricing_quantity, consumed_quantity) end
            as raw_quantity,
        cost as raw_cost,
        list_cost as raw_list_cost,
        exchange_rate as raw_exchange_rate,
        record,

        -- dates
        charge_start as usage_date,
        is_of_other_period,
        invoice_period,
        delivered_at,
        loaded_at
    from charges_with_seller
),

billed_charges_with_date as (
    -- A charge that is billed in another period than it was used in counts on the last day of its billing period that
    -- the delivery has.
    select
        *,
        case
            when is_of_other_period
                then coalesce(
                    max(case when not is_of_other_period then usage_date end) over (
                        partition by delivery_id, loaded_at, platform, billing_account_id, invoice_period
                    ),
                    {{ correction_date('delivered_at', 'invoice_period') }}
                )
            else usage_date
        end as bill_date
    from billed_charges
),

billed_charges_with_days as (
    -- A dataset covers each billing period from its first to its last day. Google's two platforms are on one bill.
    select
        *,
        {{ covered_days({
            'covered_platforms':
                "case when platform in ('vertex', 'gemini_api') then 'vertex;gemini_api' else platform end",
            'covered_period': 'invoice_period',
            'covered_from': 'bill_date',
        }) | indent(8) }}
    from billed_charges_with_date
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_days
