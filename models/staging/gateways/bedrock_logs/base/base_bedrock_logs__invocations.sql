{#-
    Invocation logs of Amazon Bedrock with their sums, and the first thing that is wrong with each. Their input leaves
    out cache reads and cache writes, as everywhere in Bedrock. A stream is searched only where its text may have what
    is sought, and only if it is a list: PostgreSQL reads an object as a list of one.
-#}
{%- set parts = bedrock_logs_fields() -%}
{%- set is_stream = "coalesce(" ~ json_array_size('record', parts.streams) ~ ", 0) > 0" -%}
{%- set ends_as_refusal -%}
    case
            when record like '%"refusal"%' then case
                when {{ is_stream }}
                    then {{ json_value_count('record', parts.streams, 'delta.stop_reason', ['refusal']) }}
            end
        end
{%- endset -%}
{%- set runs_in_stream -%}
    case
            when record like '%"iterations"%' then case
                when {{ is_stream }}
                    then {{ json_value_count('record', parts.streams, parts.runs, parts.run_types) }}
            end
        end
{%- endset -%}
{#- Names of counts, and objects inside the usage object of the body that hold counts. -#}
{%- set known, parents = [], [] -%}
{%- for path in bedrock_usage_fields().counts.values() | sum(start=[]) + parts.counts.values() | sum(start=[]) -%}
    {%- do known.append(path.split('.')[-1]) -%}
{%- endfor -%}
{%- for path in bedrock_usage_fields().counts.values() | sum(start=[]) if '.' in path and '[' not in path -%}
    {%- do parents.append(path.split('.')[0]) -%}
{%- endfor -%}

with invocations as (
    select * from {{ ref('base_bedrock_logs__fields') }}
),

invocations_with_unknown_counts as (
    {{ computed_once('invocations', {
        'unknown_in_log': json_unknown_counts('record', ['input', 'output'], known | unique | list),
        'unknown_in_body': json_unknown_counts('usage_object', parents | unique | list, known | unique | list),
    }) | indent(4) }}
),

invocations_with_totals as (
    select
        *,
        {{ bedrock_cache_writes() }},
        nullif(concat_ws(';', unknown_in_log, unknown_in_body), '') as log_unknown_counts,
        coalesce({{ count_finding(parts.counts) }}, spelling_finding) as count_finding,
        {{ record_finding() }} as record_finding
    from invocations_with_unknown_counts
),

invocations_with_finding as (
    select
        *,
        coalesce(input_tokens, body_tokens, 0) + coalesce(cached_tokens, 0) + written as input_total,
        case
            when record_finding is not null then record_finding
            when count_finding is not null then count_finding
            when coalesce(input_tokens, body_tokens, output_tokens) is null
                then 'missing_usage|the log counts no tokens'
                || coalesce(', the call failed: ' || {{ plain_name('response_status') }}, '')
            when input_tokens != body_tokens
                then 'inconsistent_usage|input ' || input_tokens || ' in the log, ' || body_tokens || ' in the body'
            when written_1h > written
                then 'part_exceeds_whole|cache writes of one hour ' || written_1h || ' > cache writes ' || written
            when
                total_tokens
                != coalesce(input_tokens, body_tokens, 0) + coalesce(cached_tokens, 0) + written
                + coalesce(output_tokens, 0)
                then 'parts_miss_total|input, cache and output do not add up to total ' || total_tokens
        end as finding
    from invocations_with_totals
),

invocations_with_end as (
    select
        *,
        -- A request that was refused before any output is free, although the log counts its input.
        coalesce(output_tokens, 0) = 0 and coalesce(stop_reason = 'refusal' or {{ ends_as_refusal }} > 0, false)
            as is_free,
        {{ has_runs() }} as has_runs,
        coalesce({{ runs_in_stream }} > 0, false) as has_streamed_runs
    from invocations_with_finding
)

select * from invocations_with_end
