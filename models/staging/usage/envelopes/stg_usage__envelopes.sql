{#-
    The envelope, and the usage object inside the payload, for every platform. What the usage object means is for the
    provider's own staging model to say. Those models choose their records by `landed_platform`, which the loader wrote
    beside the record: filtering by a parsed field would parse every record once for each provider.
-#}
{%- set texts = [
    'user_id', 'billing_account_id', 'account_id', 'project_id', 'api_key_id', 'session_id', 'request_id',
    'platform', 'deployment', 'deployment_scope', 'region', 'observed_by', 'response_status', 'reported_cost',
    'reported_currency'
] -%}
{%- set fields = {} -%}
{%- for name in texts + ['event_id', 'occurred_at', 'model', 'service_tier'] -%}
    {%- do fields.update({name: [name]}) -%}
{%- endfor -%}
{%- do fields.update({
    'payload_type': ['payload.type', 'payload.Type', 'payload.object'],
    'response_id': [
        'payload.response.id', 'payload.Response.Id', 'payload.response.Id', 'payload.response.body.id',
        'payload.message.id', 'payload.result.message.id', 'payload.responseId', 'payload.ResponseMetadata.RequestId',
    ],
    'item_id': ['payload.item_id', 'payload.ItemId'],
    'content_index': ['payload.content_index', 'payload.ContentIndex'],
    'body_id': ['payload.id', 'payload.Id'],
    'custom_id': ['payload.custom_id'],
    'response_status': ['payload.response.status', 'payload.status', 'payload.Response.Status', 'payload.Status'],
    'payload_model': [
        'payload.response.model', 'payload.model', 'payload.Response.Model', 'payload.Model',
        'payload.response.body.model', 'payload.message.model', 'payload.result.message.model', 'payload.modelVersion',
    ],
    'payload_service_tier': [
        'payload.response.service_tier', 'payload.service_tier', 'payload.usage.service_tier', 'payload.ServiceTier',
        'payload.serviceTier.type',
        'payload.message.usage.service_tier', 'payload.usageMetadata.serviceTier', 'payload.usageMetadata.trafficType',
    ],
}) -%}
{#-
    Where the usage object may be: in events, in bodies, in the .NET SDK's objects, in lines of batch results, in the
    first event of a stream. A provider that keeps it elsewhere is given the whole payload.
-#}
{%- set usage_objects = [
    'payload.response.usage', 'payload.usage', 'payload.Response.Usage', 'payload.response.Usage', 'payload.Usage',
    'payload.response.body.usage', 'payload.message.usage', 'payload.result.message.usage', 'payload.usageMetadata',
    'payload.usage_metadata',
] -%}

with source as (
    {{ landed_records('usage', ['platform as landed_platform']) | indent(4) }}
),

documents as (
    {{ computed_once('source', {'document': json_document('record')}) | indent(4) }}
),

parsed as (
    {{ computed_once('documents', {
        'fields': json_fields('document', fields),
        'usage_objects': json_object_array('document', usage_objects),
    }) | indent(4) }}
),

renamed as (
    select
        -- ids
        delivery_id,
        record_number,
        landed_platform,
        coalesce(
            {% for name in ['event_id', 'response_id'] -%}
            nullif({{ json_field('fields', fields, name) }}, ''),
            {% endfor -%}
            nullif({{ json_field('fields', fields, 'item_id') }}, '')
            || '/' || coalesce({{ json_field('fields', fields, 'payload_type') }}, 'item')
            || '/' || coalesce({{ json_field('fields', fields, 'content_index') }}, '0'),
            nullif({{ json_field('fields', fields, 'body_id') }}, ''),
            -- A record without an id of any kind is known by its content.
            'record/' || coalesce(record_hash, md5(record))
        ) as event_key,
        {% for name in texts -%}
        nullif({{ json_field('fields', fields, name) }}, '') as {{ name }},
        {% endfor -%}
        -- strings
        {% for name in ['model', 'service_tier'] -%}
        coalesce(
            {% if name == 'service_tier' -%}
            case when {{ json_field('fields', fields, 'custom_id') }} is not null then 'batch' end,
            {% endif -%}
            nullif({{ json_field('fields', fields, 'payload_' ~ name) }}, ''),
            nullif({{ json_field('fields', fields, name) }}, '')
        ) as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', fields, 'payload_type') }} as payload_type,
        {{ json_field('fields', fields, 'custom_id') }} is not null as is_batch_result,
        coalesce(
            {% for object in usage_objects -%}
            {{ json_object('usage_objects', loop.index) }},
            {% endfor -%}
            -- A collector may land the usage object alone; then the payload is it.
            {{ json_object(json_object_array('document', ['payload']), 1) }}
        ) as usage_object,
        {{ json_field('fields', fields, 'occurred_at') }} as raw_occurred_at,
        record,
        document,

        -- timestamps
        {{ utc_timestamp(json_field('fields', fields, 'occurred_at')) }} as occurred_at,
        loaded_at
    from parsed
),

checked as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        payload_type,
        is_batch_result,
        usage_object,
        document,
        case
            when platform is null then 'missing_platform|the envelope names no platform'
            when raw_occurred_at is null then 'missing_occurred_at|the envelope has no occurred_at'
            when occurred_at is null and {{ regexp_matches('raw_occurred_at', '^[0-9-]{10}[Tt ][0-9:.]+$') }}
                then 'occurred_at_without_offset|a time without Z or an offset names no instant'
            when occurred_at is null then 'invalid_occurred_at|occurred_at is no RFC 3339 date-time'
            when reported_cost is not null and {{ exact_decimal('reported_cost') }} is null
                then 'invalid_reported_cost|reported_cost is no decimal number'
            when lower(observed_by) not in ('server', 'client')
                then 'invalid_observed_by|observed_by is neither server nor client'
            when usage_object is null then 'missing_payload|the envelope has no payload object'
        end as envelope_finding
    from renamed
)

select * from checked
