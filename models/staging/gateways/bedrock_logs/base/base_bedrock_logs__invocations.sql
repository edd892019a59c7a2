{#-
    Invocation logs of Amazon Bedrock with their counts, and the first thing that is wrong with each. Their input leaves
    out cache reads and cache writes, as everywhere in Bedrock. The log itself has the counts; the use of the cache may
    be only in the body of the answer, which is that of the Converse API, of Claude, or a list of the events of Claude's
    stream.

    The model is long because counts come from the log and from three kinds of body.
-#}
{%- set parts = bedrock_logs_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{#- Names of counts, and objects inside the usage object of the body that hold counts. -#}
{%- set known, parents = [], [] -%}
{%- for path in bedrock_usage_fields().counts.values() | sum(start=[]) + parts.counts.values() | sum(start=[]) -%}
    {%- do known.append(path.split('.')[-1]) -%}
{%- endfor -%}
{%- for path in bedrock_usage_fields().counts.values() | sum(start=[]) if '.' in path and '[' not in path -%}
    {%- do parents.append(path.split('.')[0]) -%}
{%- endfor -%}

with landed_invocations as (
    {{ landed_records('bedrock_logs', ['record_hash']) | indent(4) }}
),

fields_by_invocation as (
    {{ computed_once('landed_invocations', {
        'fields': json_fields('record', mapping),
        'objects': json_object_array('record', parts.usage_objects + parts.tags),
    }) | indent(4) }}
),

invocations as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in parts.texts -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        coalesce(
            {{ filled_field('fields', mapping, 'log_event_key') }}, 'record/' || coalesce(record_hash, md5(record))
        ) as event_key,
        {{ bedrock_model_id(filled_field('fields', mapping, 'log_model')) }} as raw_model,
        {{ json_object('objects', parts.usage_objects | length + 1) }} as tags_object,
        coalesce({{ json_object('objects', 1) }}, {{ json_object('objects', 2) }}) as usage_object,
        'bedrock' as platform
    from fields_by_invocation
),

invocations_with_counts as (
    select
        *,
        event_key as request_id,
        cast(null as {{ dbt.type_string() }}) as deployment,
        {{ bedrock_deployment_scope('raw_model') }} as deployment_scope,
        coalesce(log_region, {{ bedrock_region('raw_model') }}) as region,
        'server' as observed_by,
        {{ stored_tags('tags_object') }} as tags,
        case when {{ bedrock_model_id('raw_model') }} like 'arn:%' then raw_model end as resource_id,
        case when operation like '%Stream' then 'true' end as is_streamed,
        cast(null as {{ dbt.type_string() }}) as is_own_key,
        cast(null as {{ dbt.type_string() }}) as reported_cost,
        cast(null as {{ dbt.type_string() }}) as reported_currency,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from invocations
),

invocations_with_unknown_counts as (
    {{ computed_once('invocations_with_counts', {
        'unknown_in_log': json_unknown_counts('record', ['input', 'output'], known | unique | list),
        'unknown_in_body': json_unknown_counts('usage_object', parents | unique | list, known | unique | list),
    }) | indent(4) }}
),

invocations_with_totals as (
    select
        *,
        coalesce(written_1h_tokens, 0)
        + case when first_ttl = '1h' then coalesce(first_detail_tokens, 0) else 0 end
        + case when second_ttl = '1h' then coalesce(second_detail_tokens, 0) else 0 end as written_1h,
        coalesce(
            written_tokens,
            coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)
            + coalesce(first_detail_tokens, 0) + coalesce(second_detail_tokens, 0)
        ) as written,
        nullif(concat_ws(';', unknown_in_log, unknown_in_body), '') as log_unknown_counts,
        {{ count_finding(parts.counts) }} as count_finding,
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
        coalesce(output_tokens, 0) = 0 and (
            coalesce(stop_reason = 'refusal', false)
            or case
                when record like '%"refusal"%'
                    then {{ json_value_count('record', parts.streams, 'delta.stop_reason', ['refusal']) }} > 0
                else false
            end
        ) as is_free,
        {{ has_runs() }} as has_runs,
        case
            when record like '%"iterations"%'
                then {{ json_value_count('record', parts.streams, parts.runs, parts.run_types) }} > 0
            else false
        end as has_streamed_runs
    from invocations_with_finding
)

select * from invocations_with_end
