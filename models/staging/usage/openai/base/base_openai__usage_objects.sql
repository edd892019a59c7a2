{#-
    The usage object of each envelope of OpenAI and Azure OpenAI, and what the rest of its payload says about it: when a
    batch ran, what was read aloud, and which images and videos were made.

    The Agents SDK adds up the requests of a run. Prices can depend on the size of a request, so the first request that
    a run lists takes the place of the sum; `base_openai__additional_charges` has the others. No event of Realtime,
    which are most of all records, is a run, so none is searched for one.
-#}
{%- set parts = openai_usage_fields() -%}
{%- set may_be_run = "coalesce(payload_type, '') != 'response.done'" -%}
{%- set is_run = may_be_run ~ " and position('\"request_usage_entries\"' in usage_object) > 0" -%}
{%- set is_video = "coalesce(payload_type in ('video', 'video.generation.job') or called_model like 'sora%', false)" -%}
{%- set request = {} -%}
{%- for name in parts.request -%}
    {%- do request.update({name: json_field('request', parts.request, name)}) -%}
{%- endfor -%}

with envelopes as (
    select
        *,
        lower(coalesce(raw_model, deployment)) as called_model
    from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['openai']) }}) and not {{ is_in_anthropic_form() }}
),

fields_by_envelope as (
    {{ computed_once('envelopes', {
        'first_request': 'case when ' ~ is_run ~ ' then '
         ~ json_object(json_object_array('usage_object', ['request_usage_entries[0]']), 1) ~ ' end',
        'run': 'case when ' ~ may_be_run ~ " and position('\"requests\"' in usage_object) > 0 then "
         ~ json_fields('usage_object', parts.run) ~ ' end',
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
        case when called_model like 'tts%' then cast(length({{ request.input }}) as bigint) end as spoken_characters,
        -- Answers of Images list their images and have no type.
        case when payload_type is null or called_model like 'dall-e%' then
            {{ json_array_size('document', 'payload.data') }}
        end as data_items,
        case when called_model like 'dall-e%' then
            case when called_model like 'dall-e-3%' then '_' || coalesce({{ request.quality }}, 'standard') else '' end
            || '_' || {{ request.size }}
        end as image_kind,
        case when {{ is_video }} then
            coalesce('_' || {{ request.size }}, '_' || {{ request.width }} || 'x' || {{ request.height }}, '')
        end as video_kind,
        {{ request.video_seconds }} as raw_video_seconds,
        {{ request.videos }} as raw_videos,
        {{ whole_number(json_field('run', parts.run, 'requests')) }} as requests,
        {{ whole_number(json_field('run', parts.run, 'run_input')) }} as run_input,
        {{ whole_number(json_field('run', parts.run, 'run_output')) }} as run_output,
        case when first_request is not null then usage_object end as run_object,
        coalesce(first_request, usage_object) as usage_object
    from fields_by_envelope
),

usage_objects_with_finding as (
    select
        *,
        case when called_model like 'dall-e%' then data_items end as generated_images,
        -- A video that failed is free.
        case
            when is_video and response_status in ('failed', 'cancelled') then 0
            -- A longer time is not a duration, and its product could overflow.
            when
                is_video
                and {{ whole_number('raw_video_seconds') }} between 0 and 1000000
                and coalesce({{ whole_number('raw_videos') }}, 1) between 0 and 1000
                then {{ whole_number('raw_video_seconds') }} * coalesce({{ whole_number('raw_videos') }}, 1)
        end as video_seconds,
        case
            when run_object is not null
                and (
                    {{ json_numbers_sum('run_object', 'request_usage_entries', 'input_tokens') }} != run_input
                    or {{ json_numbers_sum('run_object', 'request_usage_entries', 'output_tokens') }} != run_output
                )
                then 'parts_miss_total|the listed requests do not add up to the tokens of the run'
        end as run_finding
    from usage_objects
)

select * from usage_objects_with_finding
