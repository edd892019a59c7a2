{#-
    One usage object of OpenAI or Azure OpenAI under one set of names, whatever API or SDK wrote it. Counts are as
    reported: the input includes its cached part, the output its reasoning.

    The Agents SDK adds up the requests of a run. Prices can depend on the size of a request, so the first request that
    a run lists takes the place of the sum; `base_openai__additional_charges` has the others. No event of Realtime,
    which are most of all records, is a run, so none is searched for one.
-#}
{%- set parts = openai_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.durations) -%}
{%- set may_be_run = "coalesce(payload_type, '') != 'response.done'" -%}
{%- set is_run = may_be_run ~ " and position('\"request_usage_entries\"' in usage_object) > 0" -%}
{%- set is_video = "coalesce(payload_type in ('video', 'video.generation.job') or called_model like 'sora%', false)" -%}

with envelopes as (
    select
        *,
        lower(coalesce(raw_model, deployment)) as called_model
    from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['openai']) }}) and not {{ is_in_anthropic_form() }}
),

envelopes_with_run as (
    {{ computed_once('envelopes', {
        'first_request': 'case when ' ~ is_run ~ ' then '
         ~ json_object(json_object_array('usage_object', ['request_usage_entries[0]']), 1) ~ ' end',
        'run': 'case when ' ~ may_be_run ~ " and position('\"requests\"' in usage_object) > 0 then "
         ~ json_fields('usage_object', parts.run) ~ ' end',
    }) | indent(4) }}
),

fields_by_envelope as (
    {{ computed_once('envelopes_with_run', {
        'fields': json_fields('coalesce(first_request, usage_object)', mapping),
        'served': 'case when is_batch_result then ' ~ json_fields('document', parts.served) ~ ' end',
        'request': "case when called_model like 'tts%' or called_model like 'dall-e%' or " ~ is_video ~ ' then '
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
        payload_type,
        {{ is_video }} as is_video,
        case when called_model like 'tts%' then
            {{ json_field('request', parts.request, 'input') }}
        end as spoken_text,
        -- Answers of Images list their images and have no type.
        case when payload_type is null or called_model like 'dall-e%' then
            {{ json_array_size('document', 'payload.data') }}
        end as data_items,
        case when called_model like 'dall-e%' then
            case when called_model like 'dall-e-3%' then
                '_' || coalesce({{ json_field('request', parts.request, 'quality') }}, 'standard')
            else '' end
            || '_' || {{ json_field('request', parts.request, 'size') }}
        end as image_kind,
        case when {{ is_video }} then
            coalesce(
                '_' || {{ json_field('request', parts.request, 'size') }},
                '_' || {{ json_field('request', parts.request, 'width') }}
                || 'x' || {{ json_field('request', parts.request, 'height') }},
                ''
            )
        end as video_kind,
        {{ json_field('request', parts.request, 'video_seconds') }} as raw_video_seconds,
        {{ json_field('request', parts.request, 'videos') }} as raw_videos,
        {{ whole_number(json_field('run', parts.run, 'requests')) }} as requests,
        {{ whole_number(json_field('run', parts.run, 'run_input')) }} as run_input,
        {{ whole_number(json_field('run', parts.run, 'run_output')) }} as run_output,
        case when first_request is not null then usage_object end as run_object,
        {% for name in parts.durations -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        fields,
        coalesce(first_request, usage_object) as usage_object
    from fields_by_envelope
),

{{ openai_usage_counts('usage_objects', mapping, parts.counts) }},

usage_objects_with_quantities as (
    select
        *,
        case
            when is_video then null
            when raw_seconds is not null then {{ exact_decimal('raw_seconds') }}
            when {{ regexp_matches('raw_time_span', '^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$') }}
                then
                    cast(substring(raw_time_span, 1, 2) as integer) * 3600
                    + cast(substring(raw_time_span, 4, 2) as integer) * 60
                    + cast(substring(raw_time_span, 7) as {{ type_amount() }})
        end as duration_seconds,
        -- A video that failed is free.
        case
            when is_video and response_status in ('failed', 'cancelled') then 0
            when is_video
                then {{ whole_number('raw_video_seconds') }} * coalesce({{ whole_number('raw_videos') }}, 1)
        end as video_seconds,
        coalesce({{ whole_number('raw_stated_characters') }}, cast(length(spoken_text) as bigint)) as characters,
        case when called_model like 'dall-e%' then data_items end as generated_images
    from objects_with_counts
),

usage_objects_with_finding as (
    select
        *,
        coalesce(
            contradiction,
            {{ count_finding(parts.counts) | indent(4) }},
            case when raw_seconds like '-%' then 'negative_count|seconds is negative' end,
            case
                when run_object is not null
                    and (
                        {{ json_numbers_sum('run_object', 'request_usage_entries', 'input_tokens') }} != run_input
                        or {{ json_numbers_sum('run_object', 'request_usage_entries', 'output_tokens') }} != run_output
                    )
                    then 'parts_miss_total|the listed requests do not add up to the tokens of the run'
            end
        ) as count_finding
    from usage_objects_with_quantities
)

select * from usage_objects_with_finding
