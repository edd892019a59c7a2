{#-
    Disjoint counts of results of the usage report, or what is wrong with them. As in its usage objects Anthropic counts
    exclusively; writes that are not split by lifetime live five minutes. Exports of others flatten the nested counts.
-#}
{%- set counts = {
    'input_tokens': ['uncached_input_tokens'],
    'cached_tokens': ['cache_read_input_tokens'],
    'written_tokens': ['cache_creation_input_tokens'],
    'written_5m_tokens': [
        'cache_creation.ephemeral_5m_input_tokens', 'cache_creation_5m_input_tokens',
        'cache_creation_ephemeral_5m_input_tokens', 'ephemeral_5m_input_tokens', 'cache_creation_5m'
    ],
    'written_1h_tokens': [
        'cache_creation.ephemeral_1h_input_tokens', 'cache_creation_1h_input_tokens',
        'cache_creation_ephemeral_1h_input_tokens', 'ephemeral_1h_input_tokens', 'cache_creation_1h'
    ],
    'output_tokens': ['output_tokens'],
    'web_searches': ['server_tool_use.web_search_requests', 'web_search_requests'],
} -%}
{%- set texts = {
    'workspace_id': ['workspace_id'],
    'api_key_id': ['api_key_id'],
    'raw_model': ['model'],
    'service_tier': ['service_tier'],
    'speed': ['speed'],
} -%}
{%- set mapping = dict(counts, **texts) -%}

with buckets as (
    select * from {{ ref('base_anthropic__report_buckets') }}
),

results as (
    {{ numbered_elements('buckets', 'record', 'results') | indent(4) }}
),

parsed as (
    {{ computed_once('results', {'fields': json_fields('element', mapping)}) | indent(4) }}
),

named as (
    select
        delivery_id,
        record_number,
        cast(element_number as bigint) as result_number,
        billing_account_id,
        delivery_set,
        delivered_at,
        loaded_at,
        period_start,
        period_end,
        record,
        element,
        {% for name in counts -%}
        nullif({{ json_field('fields', mapping, name) }}, '') as raw_{{ name }},
        {% endfor -%}
        nullif({{ json_field('fields', mapping, 'workspace_id') }}, '') as project_id,
        nullif({{ json_field('fields', mapping, 'api_key_id') }}, '') as api_key_id,
        nullif({{ json_field('fields', mapping, 'raw_model') }}, '') as raw_model,
        -- As on the usage of a call, a fast answer has a price of its own.
        case
            when lower({{ json_field('fields', mapping, 'speed') }}) = 'fast' then 'fast_mode'
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
        {{ unknown_count('element', counts) }} as unknown_count
    from named
),

totalled as (
    select
        *,
        {{ count_finding(counts) }} as count_finding,
        coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0) as written_split,
        coalesce(written_tokens, coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)) as written
    from counted
),

found as (
    select
        *,
        case
            when not {{ is_report_period('period_start', 'period_end') }} then {{ report_period_finding() }}
            when count_finding is not null then count_finding
            when raw_input_tokens is null then 'missing_usage|the result reports no uncached_input_tokens'
            when raw_output_tokens is null then 'missing_usage|the result reports no output_tokens'
            when written_split > written
                then 'part_exceeds_whole|cache writes of five minutes and one hour > cache_creation_input_tokens '
                || written
        end as finding
    from totalled
)

select * from found
