{#-
    One usage object of OpenAI or Azure OpenAI under one set of names, whatever API or SDK wrote it. Counts are as
    reported: the input includes its cached part, the output its reasoning.
-#}
{%- set parts = openai_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.durations) -%}

with envelopes as (
    select
        *,
        lower(coalesce(raw_model, deployment)) as called_model
    from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['openai']) }})
),

fields_by_envelope as (
    {{ computed_once('envelopes', {
        'fields': json_fields('usage_object', mapping),
        'served': 'case when is_batch_result then ' ~ json_fields('document', parts.served) ~ ' end',
        'request': "case when called_model like 'tts%' or called_model like 'dall-e%' then "
         ~ json_fields('document', parts.request) ~ ' end',
    }) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'occurred_at') | join(',\n        ') }},
        -- A batch is billed on the day on which the request was executed.
        coalesce(
            {{ epoch_to_timestamp(whole_number(json_field('served', parts.served, 'served_at'))) }},
            occurred_at
        ) as occurred_at,
        envelope_finding,
        called_model,
        case when called_model like 'tts%' then
            {{ json_field('request', parts.request, 'input') }}
        end as spoken_text,
        case when called_model like 'dall-e%' then {{ json_array_size('document', 'payload.data') }} end
            as generated_images,
        case when called_model like 'dall-e%' then
            case when called_model like 'dall-e-3%' then
                '_' || coalesce({{ json_field('request', parts.request, 'quality') }}, 'standard')
            else '' end
            || '_' || {{ json_field('request', parts.request, 'size') }}
        end as image_kind,
        {% for name in mapping -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        usage_object
    from fields_by_envelope
),

usage_objects_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        case
            when raw_seconds is not null then {{ exact_decimal('raw_seconds') }}
            when {{ regexp_matches('raw_time_span', '^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$') }}
                then
                    cast(substring(raw_time_span, 1, 2) as integer) * 3600
                    + cast(substring(raw_time_span, 4, 2) as integer) * 60
                    + cast(substring(raw_time_span, 7) as {{ type_amount() }})
        end as duration_seconds,
        coalesce({{ whole_number('raw_stated_characters') }}, cast(length(spoken_text) as bigint)) as characters
    from usage_objects
),

usage_objects_with_unknown_counts as (
    {{ with_unknown_counts(
        'usage_objects_with_counts', 'usage_object', parts.counts, parts.information
    ) | indent(4) }}
),

usage_objects_with_finding as (
    select
        *,
        coalesce(
            {{ count_finding(parts.counts) | indent(4) }},
            case when raw_seconds like '-%' then 'negative_count|seconds is negative' end
        ) as count_finding
    from usage_objects_with_unknown_counts
)

select * from usage_objects_with_finding
