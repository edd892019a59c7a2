{#-
    Invocation logs of Amazon Bedrock. Their input leaves out what was read from and written to the cache, as
    everywhere in Bedrock. The log itself has the counts; how the cache was used may stand in the body of the answer
    alone, which is that of the Converse API, of Claude, or a list of the events of Claude's stream.
-#}
{%- set usage_objects = ['output.outputBodyJson.usage', 'output.outputBodyJson[0].message.usage'] -%}
{%- set counts = {
    'total_tokens': ['output.outputBodyJson.usage.totalTokens'],
    'input_tokens': ['input.inputTokenCount'],
    'body_tokens': nested_paths(usage_objects, 'inputTokens', nested_paths(usage_objects, 'input_tokens')),
    'cached_tokens': nested_paths(usage_objects, 'cacheReadInputTokens', nested_paths(
        usage_objects, 'cache_read_input_tokens', ['input.cacheReadInputTokenCount']
    )),
    'written_tokens': nested_paths(usage_objects, 'cacheWriteInputTokens', nested_paths(
        usage_objects, 'cache_creation_input_tokens', ['input.cacheWriteInputTokenCount']
    )),
    'written_1h_tokens': nested_paths(usage_objects, 'cache_creation.ephemeral_1h_input_tokens'),
    'first_detail_tokens': nested_paths(usage_objects, 'cacheDetails[0].inputTokens'),
    'second_detail_tokens': nested_paths(usage_objects, 'cacheDetails[1].inputTokens'),
    'output_tokens': ['output.outputTokenCount', 'output.outputBodyJson.usage.outputTokens'],
} -%}
{%- set ids = {
    'event_key': ['requestId'],
    'billing_account_id': ['accountId'],
    'user_id': ['requestMetadata.user_id', 'requestMetadata.userId', 'requestMetadata.user'],
    'api_key_id': ['identity.arn'],
    'raw_model': ['modelId'],
    'log_region': ['region'],
    'raw_service_tier': ['serviceTier', 'output.outputBodyJson.serviceTier.type'],
    'response_status': ['errorCode'],
    'raw_occurred_at': ['timestamp'],
    'first_ttl': nested_paths(usage_objects, 'cacheDetails[0].ttl'),
    'second_ttl': nested_paths(usage_objects, 'cacheDetails[1].ttl'),
} -%}
{#- What the application tells of a call beside it. -#}
{%- for name in ['account_id', 'project_id', 'session_id'] -%}
    {%- do ids.update({name: ['requestMetadata.' ~ name]}) -%}
{%- endfor -%}
{%- set mapping = dict(counts, **ids) -%}

with landed as (
    {{ landed_records('bedrock_logs') | indent(4) }}
),

parsed as (
    {{ computed_once('landed', {'fields': json_fields('record', mapping)}) | indent(4) }}
),

named as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in ids if name not in ('event_key', 'raw_model') -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        {% for name in counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        coalesce({{ filled_field('fields', mapping, 'event_key') }}, 'record/' || coalesce(record_hash, md5(record)))
            as event_key,
        {{ bedrock_model_id(filled_field('fields', mapping, 'raw_model')) }} as raw_model,
        'bedrock' as platform
    from parsed
),

counted as (
    select
        *,
        event_key as request_id,
        cast(null as {{ dbt.type_string() }}) as deployment,
        {{ bedrock_deployment_scope('raw_model') }} as deployment_scope,
        coalesce(log_region, {{ bedrock_region('raw_model') }}) as region,
        'server' as observed_by,
        cast(null as {{ dbt.type_string() }}) as reported_cost,
        cast(null as {{ dbt.type_string() }}) as reported_currency,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from named
),

totalled as (
    select
        *,
        coalesce(written_1h_tokens, 0)
        + case when first_ttl = '1h' then coalesce(first_detail_tokens, 0) else 0 end
        + case when second_ttl = '1h' then coalesce(second_detail_tokens, 0) else 0 end as written_1h,
        coalesce(written_tokens, 0) as written,
        coalesce(input_tokens, body_tokens, 0)
        + coalesce(cached_tokens, 0) + coalesce(written_tokens, 0) as input_total,
        {{ count_finding(counts) }} as count_finding,
        {{ record_finding() }} as record_finding
    from counted
),

found as (
    select
        *,
        case
            when coalesce(record_finding, count_finding) is not null then coalesce(record_finding, count_finding)
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
    from totalled
),

renamed as (
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
        }, counts=counts) }},
        finding
    from found
)

select * from renamed
