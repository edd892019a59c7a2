{#-
    Usage of invocation logs of Amazon Bedrock in disjoint meters: the answer, which the log counts, and the runs that
    are billed beside it, which only the body counts.
-#}
{%- set parts = bedrock_logs_fields() -%}
{%- set part_counts = {} -%}
{%- for name, paths in anthropic_usage_fields().counts.items() -%}
    {%- do part_counts.update({'part_' ~ name: paths}) -%}
{%- endfor -%}
{%- set own = ['is_free', 'input_total', 'written', 'written_1h', 'log_unknown_counts'] -%}
{%- for name in parts.counts -%}
    {%- do own.append('raw_' ~ name) -%}
    {%- do own.append(name) -%}
{%- endfor -%}
{%- set columns = usage_envelope_columns() + own -%}

with invocations_and_runs as (
    select * from {{ ref('base_bedrock_logs__runs') }}
),

fields_by_part as (
    {{ computed_once('invocations_and_runs', {
        'part_fields': 'case when is_part then ' ~ json_fields('part_object', part_counts) ~ ' end',
    }) | indent(4) }}
),

parts_with_counts as (
    select
        *,
        {% for name in part_counts -%}
        {{ json_field('part_fields', part_counts, name) }} as raw_{{ name }},
        {{ whole_number(json_field('part_fields', part_counts, name)) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_part
),

parts_with_unknown_counts as (
    {{ with_unknown_counts('parts_with_counts', 'part_object', part_counts) | indent(4) }}
),

parts_with_finding as (
    select
        {{ columns | reject('equalto', 'raw_model') | join(',\n        ') }},
        {{ bedrock_run_model('raw_model', 'run_model') }} as raw_model,
        is_part,
        coalesce(part_input_tokens, 0) as part_uncached,
        coalesce(part_cached_tokens, 0) as part_cached,
        coalesce(
            part_written_tokens, coalesce(part_written_5m_tokens, 0) + coalesce(part_written_1h_tokens, 0)
        ) as part_written,
        coalesce(part_written_1h_tokens, 0) as part_written_1h,
        coalesce(part_output_tokens, 0) as part_output,
        case when is_part then unknown_counts else log_unknown_counts end as unknown_counts,
        coalesce(run_finding, {{ count_finding(part_counts) }}) as finding
    from parts_with_unknown_counts
    -- A part is not refused again: its record is refused with its answer.
    where not is_part or run_finding is null
),

disjoint_counts as (
    select
        *,
        case when is_part then part_uncached when is_free then 0 else coalesce(input_tokens, body_tokens, 0) end
            as uncached,
        case when is_part then part_cached when is_free then 0 else coalesce(cached_tokens, 0) end as cached,
        case when is_part then part_written - part_written_1h when is_free then 0 else written - written_1h end
            as short_writes,
        case when is_part then part_written_1h when is_free then 0 else written_1h end as long_writes,
        case when is_part then part_output else coalesce(output_tokens, 0) end as output_total
    from parts_with_finding
),

usage_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        true as is_final_snapshot,
        is_part,
        false as is_independent,
        uncached + cached + short_writes + long_writes as context_tokens,
        uncached + cached + short_writes + long_writes + output_total as total_tokens,
        case when not is_part then reasoning_tokens end as reasoning_tokens,
        {{ meter_columns({
            'text_input': 'uncached',
            'text_cached_input': 'cached',
            'text_cache_write_5m': 'short_writes',
            'text_cache_write_1h': 'long_writes',
            'text_output': 'output_total',
        }, [
            {'meter': "'web_search_call'", 'quantity': 'case when not is_part then nullif(web_searches, 0) end'},
        ], parts.counts, unknown=true) }},
        finding
    from disjoint_counts
)

select * from usage_events
