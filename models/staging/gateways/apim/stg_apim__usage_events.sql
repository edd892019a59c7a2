{#-
    The language-model log of Azure API Management. A call has several rows under one correlation id, numbered by
    sequence; only the first counts tokens, the others carry messages. So all rows of a call are one event: the row
    with tokens wins, and the others, which used nothing, are superseded. The log tells no cached tokens, so all input
    counts as uncached.
-#}
{%- set properties = ['properties', 'Properties'] -%}
{%- set counts = {
    'prompt_tokens': ['PromptTokens', 'promptTokens'] + nested_paths(properties, 'promptTokens')
        + nested_paths(properties, 'PromptTokens'),
    'completion_tokens': ['CompletionTokens', 'completionTokens'] + nested_paths(properties, 'completionTokens')
        + nested_paths(properties, 'CompletionTokens'),
    'log_total_tokens': ['TotalTokens', 'totalTokens'] + nested_paths(properties, 'totalTokens')
        + nested_paths(properties, 'TotalTokens'),
    'sequence_number': ['SequenceNumber', 'sequenceNumber'] + nested_paths(properties, 'sequenceNumber')
        + nested_paths(properties, 'SequenceNumber'),
} -%}
{%- set ids = {
    'event_key': ['CorrelationId', 'correlationId'] + nested_paths(properties, 'correlationId')
        + nested_paths(properties, 'CorrelationId'),
    'billing_account_id': ['_SubscriptionId'],
    'user_id': ['UserId', 'userId'] + nested_paths(properties, 'userId') + nested_paths(properties, 'UserId'),
    'api_key_id': ['ApimSubscriptionId', 'apimSubscriptionId'] + nested_paths(properties, 'apimSubscriptionId')
        + nested_paths(properties, 'ApimSubscriptionId'),
    'request_id': ['RequestId', 'requestId'] + nested_paths(properties, 'requestId')
        + nested_paths(properties, 'RequestId'),
    'raw_model': ['ModelName', 'modelName'] + nested_paths(properties, 'modelName')
        + nested_paths(properties, 'ModelName'),
    'deployment': ['DeploymentName', 'deploymentName'] + nested_paths(properties, 'deploymentName')
        + nested_paths(properties, 'DeploymentName'),
    'raw_occurred_at': ['TimeGenerated', 'timeGenerated', 'time', 'timestamp'],
} -%}
{%- set absent = [
    'account_id', 'project_id', 'session_id', 'deployment_scope', 'region', 'raw_service_tier', 'response_status',
    'reported_cost', 'reported_currency'
] -%}
{%- set mapping = dict(counts, **ids) -%}

with landed as (
    {{ landed_records('apim') | indent(4) }}
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
        {% for name in ids -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        {% for name in counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {% for name in absent -%}
        cast(null as {{ dbt.type_string() }}) as {{ name }},
        {% endfor -%}
        'azure' as platform,
        'server' as observed_by
    from parsed
),

counted as (
    select
        *,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from named
),

found as (
    select
        *,
        coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0) as summed_tokens,
        case
            when event_key is null then 'missing_event_key|the row has no correlation id'
            when {{ record_finding() }} is not null then {{ record_finding() }}
            when {{ count_finding(counts) }} is not null then {{ count_finding(counts) }}
            when
                coalesce(sequence_number, 0) = 0
                and coalesce(prompt_tokens, completion_tokens, log_total_tokens) is null
                then 'missing_usage|the first row of the call counts no tokens'
            when log_total_tokens != coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)
                then 'parts_miss_total|prompt and completion do not add up to total ' || log_total_tokens
        end as finding
    from counted
),

renamed as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        coalesce(sequence_number, 0) = 0 or summed_tokens > 0 as is_final_snapshot,
        false as is_part,
        prompt_tokens as context_tokens,
        summed_tokens as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({'text_input': 'prompt_tokens', 'text_output': 'completion_tokens'}, counts=counts) }},
        finding
    from found
)

select * from renamed
