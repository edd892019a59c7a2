{#-
    Disjoint counts of results of Anthropic's usage report, or why a result cannot be used. As in its usage objects
    Anthropic counts exclusively; writes that are not split by lifetime live five minutes.
-#}
{%- set parts = anthropic_report_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}

with buckets as (
    select * from {{ ref('base_anthropic__report_buckets') }}
),

results as (
    {{ numbered_elements('buckets', 'record', 'results') | indent(4) }}
),

fields_by_result as (
    {{ computed_once('results', {'fields': json_fields('element', mapping)}) | indent(4) }}
),

results_with_texts as (
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
        {% for name in parts.counts -%}
        nullif({{ json_field('fields', mapping, name) }}, '') as raw_{{ name }},
        {% endfor -%}
        nullif({{ json_field('fields', mapping, 'workspace_id') }}, '') as project_id,
        nullif({{ json_field('fields', mapping, 'api_key_id') }}, '') as api_key_id,
        nullif({{ json_field('fields', mapping, 'raw_model') }}, '') as raw_model,
        -- A fast answer has a price of its own, as it has on the usage of a call.
        case
            when lower({{ json_field('fields', mapping, 'speed') }}) = 'fast' then 'fast_mode'
            else nullif({{ json_field('fields', mapping, 'service_tier') }}, '')
        end as raw_service_tier
    from fields_by_result
),

results_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from results_with_texts
),

results_with_unknown_counts as (
    {{ with_unknown_counts('results_with_counts', 'element', parts.counts) | indent(4) }}
),

results_with_writes as (
    select
        *,
        {{ count_finding(parts.counts) }} as count_finding,
        coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0) as written_split,
        coalesce(written_tokens, coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)) as written
    from results_with_unknown_counts
),

results_with_finding as (
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
    from results_with_writes
)

select * from results_with_finding
