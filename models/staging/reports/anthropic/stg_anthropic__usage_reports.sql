{#-
    Usage as Anthropic itself reports it, by meter. The report counts exclusively, as `base_anthropic__report_counts`
    says. A workspace is the project of other providers.
-#}
{%- set meters = {
    'text_input': 'input_tokens',
    'text_cached_input': 'cached_tokens',
    'text_cache_write_5m': 'written - coalesce(written_1h_tokens, 0)',
    'text_cache_write_1h': 'written_1h_tokens',
    'text_output': 'output_tokens',
    'web_search_call': 'web_searches',
} -%}
{#- Every result has its head row, whatever it counts, and refused or not; each other count above zero has a row. -#}
{%- set rows = [] -%}
{%- for meter, count in meters.items() -%}
    {%- do rows.append({
        'meter': "case when finding is null then '" ~ meter ~ "' end",
        'quantity': 'cast(case when finding is null and unknown_number = 1 then ' ~ count ~ ' end as '
            ~ type_total_quantity() ~ ')',
        'is_head': 'unknown_number = 1' if loop.first else 'false',
    }) -%}
{%- endfor -%}
{%- do rows.append(unknown_report_row()) -%}

with reports as (
    select * from {{ ref('base_anthropic__report_counts') }}
),

results as (
    select
        *,
        case when finding is not null then record end as refused_record
    from reports
),

results_by_unknown_count as (
    {{ split_rows('results', 'unknown_counts', 'unknown') | indent(4) }}
),

quantities_by_meter as (
    {{ unpivoted('results_by_unknown_count', [
        'delivery_id', 'record_number', 'result_number', 'billing_account_id', 'delivery_set', 'delivered_at',
        'loaded_at', 'period_start', 'period_end', 'project_id', 'api_key_id', 'raw_model', 'raw_service_tier',
        'finding', 'refused_record'
    ], rows) | indent(4) }}
),

usage_reports as (
    select
        -- ids
        'anthropic_usage' as source,
        'anthropic' as platform,
        delivery_id,
        delivery_set,
        delivered_at,
        record_number,
        result_number,
        billing_account_id,
        project_id,
        api_key_id,

        -- strings
        'messages' as report_kind,
        raw_model,
        raw_service_tier,
        meter,
        finding,
        refused_record as record,

        -- numbers
        quantity,

        -- dates
        cast(period_start as date) as usage_date,
        period_start as covered_from,
        period_end as covered_until,
        loaded_at
    from quantities_by_meter
    where is_head or quantity > 0
)

select * from usage_reports
