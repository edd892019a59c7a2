{#-
    Usage objects of Amazon Bedrock, wherever they are, and what the payload says beside them: counts of a stream and of
    headers, how the answer ended, and the latency that it was optimized for.
-#}
{%- set parts = bedrock_usage_fields() -%}
{%- set deltas, events = [], [] -%}
{%- for _ in parts.events -%}
    {%- do deltas.append(json_object('nested', loop.index)) -%}
    {%- do events.append(json_object('nested', parts.nested | length + loop.index)) -%}
{%- endfor -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['bedrock']) }}) and not {{ is_in_anthropic_form() }}
),

fields_by_envelope as (
    {{ computed_once('envelopes', {
        'metrics': "case when record like '%invocationMetrics%' or record like '%x-amzn-bedrock-%' then "
         ~ json_fields('document', parts.metrics) ~ ' end',
        'answer': "case when record like '%\"refusal\"%' or record like '%\"processedRecordCount\"%'"
         ~ " or record like '%\"performanceConfig\"%' then "
         ~ json_fields('document', parts.answer) ~ ' end',
        'nested': "case when record like '%\"usageEvent\"%' or record like '%\"modelInvocationOutput\"%' then "
         ~ json_object_array('document', parts.nested + parts.events) ~ ' end',
    }) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | reject('in', ['raw_model', 'raw_service_tier']) | join(',\n        ') }},
        coalesce(
            envelope_finding,
            case
                when coalesce({{ deltas | join(', ') }}) is null and coalesce({{ events | join(', ') }}) is not null
                    then 'missing_usage|the usageEvent has no details.delta, and its totals sum up a session'
            end
        ) as envelope_finding,
        coalesce(
            {% for _ in parts.nested -%}
            {{ json_object('nested', loop.index) }},
            {% endfor -%}
            usage_object
        ) as usage_object,
        coalesce({{ json_field('answer', parts.answer, 'stop_reason') }} = 'refusal', false) as is_refusal,
        {{ json_field('answer', parts.answer, 'batch_size') }} is not null as is_batch_sum,
        {{ bedrock_model_id('raw_model') }} as raw_model,
        case
            when {{ json_field('answer', parts.answer, 'latency') }} = 'optimized' then 'latency_optimized'
            else raw_service_tier
        end as raw_service_tier,
        {% for name in parts.metrics -%}
        {{ json_field('metrics', parts.metrics, name) }} as raw_metric_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_envelope
),

usage_objects_with_metrics as (
    select
        *,
        {% for name in parts.metrics -%}
        {{ whole_number('raw_metric_' ~ name) }} as metric_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from usage_objects
)

select * from usage_objects_with_metrics
