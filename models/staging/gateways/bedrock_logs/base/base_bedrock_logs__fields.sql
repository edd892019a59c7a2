{#-
    The fields of invocation logs of Amazon Bedrock, in the columns of an envelope, and their counts. The log itself has
    the counts; the use of the cache may be only in the body of the answer, which is that of the Converse API, of
    Claude, or a list of the events of a stream. Spark holds no larger view, so what follows from the counts is
    in `base_bedrock_logs__invocations`.
-#}
{%- set parts = bedrock_logs_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{#- Counts that the log and the body may both state. -#}
{%- set repeated = ['body_tokens', 'cached_tokens', 'written_tokens', 'output_tokens'] -%}
{%- set computed = {
    'fields': json_fields('record', mapping),
    'objects': json_object_array('record', parts.usage_objects),
} -%}
{%- for name, key in parts.streamed.items() -%}
    {%- do computed.update({
        'streamed_' ~ name: "case when record like '%\"metadata\"%' then "
            ~ json_numbers_sum('record', parts.streams, key) ~ ' end',
    }) -%}
{%- endfor -%}

with landed_invocations as (
    {{ landed_records('bedrock_logs', ['record_hash']) | indent(4) }}
),

fields_by_invocation as (
    {{ computed_once('landed_invocations', computed) | indent(4) }}
),

invocations as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in parts.texts if name not in ('latency', 'raw_service_tier') -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        case
            when {{ json_field('fields', mapping, 'latency') }} = 'optimized' then 'latency_optimized'
            else {{ filled_field('fields', mapping, 'raw_service_tier') }}
        end as raw_service_tier,
        {% for name in parts.counts -%}
        {% set text = agreed_field('fields', mapping, name) if name in repeated
            else json_field('fields', mapping, name) -%}
        {% if name in parts.streamed -%}
        coalesce({{ text }}, cast(nullif(streamed_{{ name }}, 0) as {{ dbt.type_string() }})) as raw_{{ name }},
        {%- else -%}
        {{ text }} as raw_{{ name }},
        {%- endif %}
        {% endfor -%}
        {{ contradicting_counts('fields', mapping, repeated) }} as spelling_finding,
        coalesce(
            {{ filled_field('fields', mapping, 'log_event_key') }}, 'record/' || coalesce(record_hash, md5(record))
        ) as event_key,
        {{ bedrock_model_id(filled_field('fields', mapping, 'log_model')) }} as raw_model,
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
        {{ stored_tags() }} as tags,
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
)

select * from invocations_with_counts
