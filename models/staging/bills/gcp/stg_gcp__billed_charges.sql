{#-
    One charge per cost and per credit of a Google Cloud billing export; a cost does not include its credits. Google's
    months are Pacific time. A row that is billed in another month than that of its day in UTC is kept apart, by the
    sub account `invoice <month>`: otherwise exports of that month or of that day could replace it.

    A line of the whole invoice, such as tax, belongs to the platform of the bill. This is the Gemini API if the export
    has no AI usage of another service in that invoice month.
-#}
{%- set account = 'coalesce(billing_account_id, raw_billing_account_id)' -%}
{%- set invoice = 'partition by delivery_set, loaded_at, ' ~ account ~ ', raw_invoice_month' -%}
with costs_and_credits as (
    select * from {{ ref('base_gcp__billed_rows') }}
),

costs_with_service as (
    select
        *,
        coalesce(lower(raw_service) in ('gemini api', 'generative language api'), false) as is_gemini_api,
        coalesce(
            raw_charge_type in ('tax', 'adjustment', 'rounding_error') or lower(raw_service) = 'invoice', false
        ) as is_of_invoice,
        coalesce(lower(raw_service) like '%vertex ai%', false)
        or {{ names_model_vendor("coalesce(raw_service, '') || ' ' || coalesce(raw_sku, '')") }} as is_ai_usage
    from costs_and_credits
),

costs_with_platform as (
    select
        *,
        case
            when is_gemini_api then 'gemini_api'
            when
                is_of_invoice
                and max(case when is_gemini_api then 1 else 0 end) over ({{ invoice }}) = 1
                and max(case when is_ai_usage and not is_gemini_api then 1 else 0 end) over ({{ invoice }}) = 0
                then 'gemini_api'
            else 'vertex'
        end as platform
    from costs_with_service
),

costs_with_instants as (
    {{ computed_once('costs_with_platform', {
        'usage_instant': export_instant('raw_usage_start'),
        'month_start_text': "substring(raw_invoice_month, 1, 4) || '-' || substring(raw_invoice_month, 5, 2) || '-01'",
    }) | indent(4) }}
),

costs_with_dates as (
    {{ computed_once('costs_with_instants', {
        'usage_date': 'cast(' ~ utc_timestamp('usage_instant') ~ ' as date)',
        'invoice_month_start': export_date('month_start_text'),
    }) | indent(4) }}
),

billed_charges as (
    select
        -- ids
        platform,
        delivery_id,
        record_number,
        coalesce({{ whole_number('raw_summed_rows') }}, 1) as row_count,
        coalesce(billing_account_id, raw_billing_account_id, 'default') as billing_account_id,
        case
            when invoice_month_start != {{ month_start('usage_date') }}
                then 'invoice ' || substring(month_start_text, 1, 7)
            else ''
        end as sub_account_id,
        raw_project_id as project_id,
        raw_resource_id as resource_id,
        cast(null as {{ dbt.type_string() }}) as api_key_id,
        cast(null as {{ dbt.type_string() }}) as principal_id,
        coalesce({{ billed_tags('raw_labels') }}, {{ billed_tags('raw_project_labels') }}) as tags,

        -- strings
        raw_charge_type,
        raw_sku as raw_meter_name,
        lower(raw_service) as service_name,
        lower(raw_region) as region,
        coalesce(lower(raw_unit), '1') as unit_of_measure,
        upper(coalesce(raw_currency, 'USD')) as currency,
        case when upper(raw_currency) != 'USD' and raw_exchange_rate is not null then 'USD' end as pricing_currency,
        raw_usage_start as raw_usage_date,
        raw_quantity,
        raw_cost,
        raw_list_cost,
        case when upper(raw_currency) != 'USD' then raw_exchange_rate end as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        usage_date as bill_date,
        coalesce(invoice_month_start, {{ month_start('usage_date') }}) as invoice_period,
        loaded_at
    from costs_with_dates
),

billed_charges_with_days as (
    -- An export covers both platforms from its first to its last day: a day on which one of them cost nothing is
    -- covered too. Charges of another invoice month are covered apart, over all days of the export.
    select
        *,
        {{ charge_number() | indent(8) }} as charge_number,
        {{ covered_days({
            'covered_platforms': "'vertex;gemini_api'",
            'covered_from': 'usage_date',
            'is_covered_apart': "sub_account_id != ''",
        }) | indent(8) }}
    from billed_charges
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_days
