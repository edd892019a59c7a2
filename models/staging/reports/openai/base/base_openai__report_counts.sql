{#- What results of the usage API count, as text and as number, and the first thing that is wrong with it. -#}
{%- set counts = {
    'input_tokens': ['input_tokens'],
    'cached_tokens': ['input_cached_tokens'],
    'written_tokens': ['input_cache_write_tokens'],
    'uncached_tokens': ['input_uncached_tokens'],
    'text_tokens': ['input_text_tokens'],
    'cached_text_tokens': ['input_cached_text_tokens'],
    'audio_tokens': ['input_audio_tokens'],
    'cached_audio_tokens': ['input_cached_audio_tokens'],
    'image_tokens': ['input_image_tokens'],
    'cached_image_tokens': ['input_cached_image_tokens'],
    'output_tokens': ['output_tokens'],
    'output_text_tokens': ['output_text_tokens'],
    'output_audio_tokens': ['output_audio_tokens'],
    'output_image_tokens': ['output_image_tokens'],
    'characters': ['characters'],
    'seconds': ['seconds'],
    'images': ['images'],
    'sessions': ['num_sessions'],
    'requests': ['num_requests'],
} -%}
{%- set texts = {
    'project_id': ['project_id'],
    'api_key_id': ['api_key_id'],
    'raw_model': ['model'],
    'batch': ['batch'],
    'service_tier': ['service_tier'],
    'usage_bytes': ['usage_bytes'],
} -%}
{%- set mapping = dict(counts, **texts) -%}
{#- The count that a result of each kind cannot be without. -#}
{%- set needed = {
    'completions': 'input_tokens',
    'embeddings': 'input_tokens',
    'moderations': 'input_tokens',
    'images': 'images',
    'audio_speeches': 'characters',
    'audio_transcriptions': 'seconds',
    'vector_stores': 'usage_bytes',
    'code_interpreter_sessions': 'sessions',
    'web_searches': 'requests',
    'file_searches': 'requests',
} -%}
{%- set columns = [
    'source', 'delivery_id', 'record_number', 'result_number', 'billing_account_id', 'delivery_set', 'delivered_at',
    'loaded_at', 'period_start', 'period_end', 'period_seconds', 'covered_from', 'covered_until', 'report_kind',
    'record', 'result_counts'
] -%}

with results as (
    select * from {{ ref('base_openai__report_results') }}
),

parsed as (
    {{ computed_once('results', {'fields': json_fields('result', mapping)}) | indent(4) }}
),

named as (
    select
        {{ columns | join(',\n        ') }},
        {% for name in counts -%}
        nullif({{ json_field('fields', mapping, name) }}, '') as raw_{{ name }},
        {% endfor -%}
        nullif({{ json_field('fields', mapping, 'usage_bytes') }}, '') as raw_usage_bytes,
        nullif({{ json_field('fields', mapping, 'project_id') }}, '') as project_id,
        nullif({{ json_field('fields', mapping, 'api_key_id') }}, '') as api_key_id,
        nullif({{ json_field('fields', mapping, 'raw_model') }}, '') as raw_model,
        -- Batch work has no tier of its own in the report.
        case
            when lower({{ json_field('fields', mapping, 'batch') }}) = 'true' then 'batch'
            else nullif({{ json_field('fields', mapping, 'service_tier') }}, '')
        end as raw_service_tier
    from parsed
),

counted as (
    select
        *,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ whole_number('raw_usage_bytes') }} as usage_bytes,
        {{ unknown_count('result_counts', counts) }} as unknown_count
    from named
),

found as (
    select
        *,
        {{ count_finding(counts) }} as count_finding,
        case
            when {{ is_report_period('period_start', 'period_end') }} then null
            else {{ report_period_finding() }}
        end as period_finding,
        case
            when report_kind is null
                then 'unknown_report_kind|the result names no object of the usage API, nor does the path an endpoint'
            when report_kind not in ({{ text_list(needed) }})
                then 'unknown_report_kind|no model reads what ' || {{ plain_name('report_kind') }} || ' counts'
            {% for kind, name in needed.items() -%}
            when report_kind = '{{ kind }}' and raw_{{ name }} is null
                then 'missing_usage|the result of {{ kind }} reports no {{ mapping[name][0] }}'
            {% endfor -%}
            when report_kind = 'completions' and raw_output_tokens is null
                then 'missing_usage|the result of completions reports no output_tokens'
            when raw_usage_bytes is not null and coalesce(usage_bytes, -1) < 0
                then 'invalid_count|usage_bytes is not a whole number below 10^15'
        end as kind_finding
    from counted
)

select * from found
