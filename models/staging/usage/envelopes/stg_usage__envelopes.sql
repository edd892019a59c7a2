{#-
    The envelope of every platform, and the usage object inside its payload. What the object means, and whether its
    counts include their parts, is decided in the provider's own staging model. Those models choose their records by
    `landed_platform`, which the loader writes beside the record: filtering by a parsed field would parse every record
    once for each provider.

    The model is long because it is the one place that reads the envelope of all of them.
-#}
{%- set parts = usage_envelope_fields() -%}
{%- set fields = dict(parts.texts, **parts.identity) -%}

with landed_usage as (
    {{ landed_records('usage', ['record_hash', 'platform as landed_platform']) | indent(4) }}
),

documents as (
    {{ computed_once('landed_usage', {'document': json_document('record')}) | indent(4) }}
),

fields_by_record as (
    {{ computed_once('documents', {
        'fields': json_fields('document', fields),
        'usage_objects': json_object_array('document', parts.usage_objects),
    }) | indent(4) }}
),

envelopes as (
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
            -- The content identifies a record without an id of any kind.
            'record/' || coalesce(record_hash, md5(record))
        ) as event_key,
        {% for name in parts.texts if name != 'is_streamed' -%}
        nullif({{ json_field('fields', fields, name) }}, '') as {{ name }},
        {% endfor -%}
        coalesce(
            {{ json_field('fields', fields, 'is_streamed') }},
            case
                when {{ json_field('fields', fields, 'payload_type') }} like '%.chunk'
                    or {{ json_field('fields', fields, 'payload_type') }} in ('message_start', 'message_delta')
                    or {{ json_field('fields', fields, 'payload_type') }} like 'response.%'
                    then 'true'
            end
        ) as is_streamed,
        -- strings
        {% for name in ['model', 'service_tier'] -%}
        coalesce(
            {% if name == 'service_tier' -%}
            case when {{ json_field('fields', fields, 'custom_id') }} is not null then 'batch' end,
            -- These tiers do not deny that provisioned capacity served the call.
            case
                when
                    lower({{ json_field('fields', fields, 'payload_service_tier') }})
                    in ('default', 'auto', 'standard', 'standard_only')
                    and {{ names_provisioned(json_field('fields', fields, 'service_tier')) }}
                    then {{ json_field('fields', fields, 'service_tier') }}
            end,
            case
                when landed_platform = 'bedrock' and {{ json_field('fields', fields, 'batch_record_id') }} is not null
                    then 'batch'
            end,
            {% else -%}
            -- The body of Claude in Bedrock names a model without the profile that was called, which prices it.
            {% for called in ['model', 'deployment'] -%}
            case
                when landed_platform = 'bedrock' and {{ is_bedrock_model_id(json_field('fields', fields, called)) }}
                    then {{ json_field('fields', fields, called) }}
            end,
            {% endfor -%}
            {% endif -%}
            nullif({{ json_field('fields', fields, 'payload_' ~ name) }}, ''),
            nullif({{ json_field('fields', fields, name) }}, '')
        ) as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', fields, 'payload_type') }} as payload_type,
        {{ json_field('fields', fields, 'custom_id') }} is not null as is_batch_result,
        coalesce(
            {% for object in parts.usage_objects -%}
            {{ json_object('usage_objects', loop.index) }},
            {% endfor -%}
            -- A collector may land the usage object alone; then the payload is the object.
            {{ json_object(json_object_array('document', ['payload']), 1) }}
        ) as usage_object,
        {{ json_field('fields', fields, 'occurred_at') }} as raw_occurred_at,
        record,
        document,

        -- timestamps
        {{ utc_timestamp(json_field('fields', fields, 'occurred_at')) }} as occurred_at,
        loaded_at
    from fields_by_record
),

envelopes_with_finding as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'tags') | join(',\n        ') }},
        {{ stored_tags() }} as tags,
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
            when occurred_at is null then 'invalid_occurred_at|occurred_at is not an RFC 3339 date-time'
            when reported_cost is not null and {{ exact_decimal('reported_cost') }} is null
                then 'invalid_reported_cost|reported_cost is not a decimal number'
            when lower(observed_by) not in ('server', 'client')
                then 'invalid_observed_by|observed_by is neither server nor client'
            when usage_object is null then 'missing_payload|the envelope has no payload object'
            when payload_type = 'batch'
                then 'summed_usage|a batch sums up its calls: land the lines of its output instead'
        end as envelope_finding
    from envelopes
)

select * from envelopes_with_finding
