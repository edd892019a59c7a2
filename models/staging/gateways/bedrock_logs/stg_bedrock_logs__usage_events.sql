{#-
    Usage of invocation logs of Amazon Bedrock in disjoint meters. Their input leaves out cache reads and cache writes,
    as everywhere in Bedrock. The log itself has the counts; the use of the cache may be only in the body of the
    answer, which is that of the Converse API, of Claude, or a list of the events of Claude's stream.

    The model is long because counts come from the log and from three kinds of body.
-#}
{%- set parts = bedrock_logs_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}

with landed_invocations as (
    {{ landed_records('bedrock_logs', ['record_hash']) | indent(4) }}
),

fields_by_invocation as (
    {{ computed_once('landed_invocations', {
        'fields': json_fields('record', mapping),
        'tag_objects': json_object_array('record', parts.tags),
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
        {{ json_object('tag_objects', 1) }} as tags_object,
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

invocations_with_totals as (
    select
        *,
        coalesce(written_1h_tokens, 0)
        + case when first_ttl = '1h' then coalesce(first_detail_tokens, 0) else 0 end
        + case when second_ttl = '1h' then coalesce(second_detail_tokens, 0) else 0 end as written_1h,
        coalesce(written_tokens, 0) as written,
        coalesce(input_tokens, body_tokens, 0)
        + coalesce(cached_tokens, 0) + coalesce(written_tokens, 0) as input_total,
        {{ count_finding(parts.counts) }} as count_finding,
        {{ record_finding() }} as record_finding
    from invocations_with_counts
),

invocations_with_finding as (
    select
        *,
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
            when total_tokens != input_total + coalesce(output_tokens, 0)
                then 'parts_miss_total|input, cache and output do not add up to total ' || total_tokens
        end as finding
    from invocations_with_totals
),

usage_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        true as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        input_total + coalesce(output_tokens, 0) as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({
            'text_input': 'coalesce(input_tokens, body_tokens, 0)', 'text_cached_input': 'coalesce(cached_tokens, 0)',
            'text_cache_write_5m': 'written - written_1h', 'text_cache_write_1h': 'written_1h',
            'text_output': 'coalesce(output_tokens, 0)',
        }, counts=parts.counts) }},
        finding
    from invocations_with_finding
)

select * from usage_events
