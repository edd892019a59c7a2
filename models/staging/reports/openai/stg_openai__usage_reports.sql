{#-
    Usage as OpenAI itself reports it, by meter, from the disjoint parts of `base_openai__report_parts`. The report
    states neither the quality of an image nor which search tool was called, so each is one meter. Vector stores are
    metered in gigabytes (of 2^30 bytes, as OpenAI bills them) times days: a bucket holds its bytes for as long as it
    lasts.

    The model is long because each kind of result has a meter of its own at its head.
-#}
{%- set heads = {
    'images': ('image_generation', 'images'),
    'audio_speeches': ('tts_characters', 'characters'),
    'audio_transcriptions': ('transcription_seconds', 'seconds'),
    'vector_stores': ('vector_storage_gb_day', 'vector_gb_days'),
    'code_interpreter_sessions': ('code_interpreter_session', 'sessions'),
    'web_searches': ('web_search_call', 'requests'),
    'file_searches': ('file_search_call', 'requests'),
} -%}
{%- set parts = {
    'text_cached_input': 'cached_text',
    'text_cache_write': 'written',
    'text_output': 'text_out',
    'audio_input': 'audio_in',
    'audio_cached_input': 'cached_audio',
    'audio_output': 'output_audio_tokens',
    'image_input': 'image_in',
    'image_cached_input': 'cached_image',
    'image_output': 'output_image_tokens',
} -%}
{%- set day = (86400 * 1073741824) | string -%}
{%- set byte_seconds -%}
cast(usage_bytes as decimal(38, 0)) * period_seconds * 2000000000000
{%- endset -%}
{#- Every result has its head row, whatever it counts, and refused or not; each other count above zero has a row. -#}
{%- set rows = [{'meter': 'head_meter', 'quantity': 'head_quantity', 'is_head': 'unknown_number = 1'}] -%}
{%- for meter, count in parts.items() -%}
    {%- set is_counted = "report_kind = 'completions' and finding is null and unknown_number = 1" -%}
    {%- set quantity = 'case when ' ~ is_counted ~ ' then ' ~ count ~ ' end' -%}
    {%- do rows.append({
        'meter': "'" ~ meter ~ "'",
        'quantity': 'cast(' ~ quantity ~ ' as ' ~ type_total_quantity() ~ ')',
        'is_head': 'false',
    }) -%}
{%- endfor -%}
{%- do rows.append(unknown_report_row()) -%}

with reports as (
    select * from {{ ref('base_openai__report_parts') }}
),

reports_with_storage as (
    select
        *,
        cast({{ integer_quotient(byte_seconds ~ ' + ' ~ day, '2 * ' ~ day) }} as decimal(25, 0)) * 0.000000000001
            as vector_gb_days
    from reports
),

reports_with_head as (
    select
        *,
        case
            when finding is not null then cast(null as {{ dbt.type_string() }})
            {% for kind, head in heads.items() -%}
            when report_kind = '{{ kind }}' then '{{ head[0] }}'
            {% endfor -%}
            else 'text_input'
        end as head_meter,
        case when finding is not null then record end as refused_record,
        cast(case
            when finding is not null then null
            {% for kind, head in heads.items() -%}
            when report_kind = '{{ kind }}' then {{ head[1] }}
            {% endfor -%}
            else text_in
        end as {{ type_total_quantity() }}) as head_quantity
    from reports_with_storage
),

reports_by_unknown_count as (
    {{ split_rows('reports_with_head', 'unknown_counts', 'unknown') | indent(4) }}
),

quantities_by_meter as (
    {{ unpivoted('reports_by_unknown_count', [
        'source', 'delivery_id', 'record_number', 'result_number', 'billing_account_id', 'delivery_set', 'delivered_at',
        'loaded_at', 'period_start', 'covered_from', 'covered_until', 'report_kind', 'project_id', 'api_key_id',
        'raw_model', 'raw_service_tier', 'finding', 'refused_record'
    ], rows) | indent(4) }}
),

usage_reports as (
    select
        -- ids
        source,
        'openai' as platform,
        delivery_id,
        delivery_set,
        delivered_at,
        record_number,
        result_number,
        billing_account_id,
        project_id,
        api_key_id,

        -- strings
        coalesce(report_kind, '(unknown)') as report_kind,
        raw_model,
        raw_service_tier,
        meter,
        finding,
        refused_record as record,

        -- numbers
        quantity,

        -- dates
        cast(period_start as date) as usage_date,
        covered_from,
        covered_until,
        loaded_at
    from quantities_by_meter
    where is_head or quantity > 0
)

select * from usage_reports
