{#- What Anthropic itself says was used, by the meter. A workspace is what others call a project. -#}
{%- set meters = {
    'text_input': 'input_tokens',
    'text_cached_input': 'cached_tokens',
    'text_cache_write_5m': 'written - coalesce(written_1h_tokens, 0)',
    'text_cache_write_1h': 'written_1h_tokens',
    'text_output': 'output_tokens',
    'web_search_call': 'web_searches',
    'unknown': "cast(nullif(split_part(unknown_count, '|', 2), '') as bigint)",
} -%}
{#- One row for every result, whatever it counts or is refused for, and one for each other count above zero. -#}
{%- set rows = [] -%}
{%- for meter, count in meters.items() -%}
    {%- set name = "lower(split_part(unknown_count, '|', 1))" if meter == 'unknown' else "'" ~ meter ~ "'" -%}
    {%- do rows.append({
        'meter': 'case when finding is null then ' ~ name ~ ' end',
        'quantity': 'cast(case when finding is null then ' ~ count ~ ' end as ' ~ type_total_quantity() ~ ')',
        'is_head': 'true' if loop.first else 'false',
    }) -%}
{%- endfor -%}

with reports as (
    select * from {{ ref('base_anthropic__report_counts') }}
),

kept as (
    select
        *,
        case when finding is not null then record end as refused_record
    from reports
),

metered as (
    {{ unpivoted('kept', [
        'delivery_id', 'record_number', 'result_number', 'billing_account_id', 'delivery_set', 'delivered_at',
        'loaded_at', 'period_start', 'period_end', 'project_id', 'api_key_id', 'raw_model', 'raw_service_tier',
        'finding', 'refused_record'
    ], rows) | indent(4) }}
),

renamed as (
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
    from metered
    where is_head or quantity > 0
)

select * from renamed
