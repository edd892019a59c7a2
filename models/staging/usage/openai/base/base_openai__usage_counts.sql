{#-
    One usage object under all the names it goes by: Realtime (singular `input_token_details`), Responses and Images
    (plural), Chat (`prompt_`/`completion_`), and what System.Text.Json makes of the .NET SDK's objects (PascalCase, with
    `CachedTokenDetails` for the wire's `cached_tokens_details`).
-#}
{%- set input_details = ['input_token_details', 'input_tokens_details', 'prompt_tokens_details'] -%}
{%- set output_details = ['output_token_details', 'output_tokens_details', 'completion_tokens_details'] -%}
{%- set counts = {
    'total_tokens': ['total_tokens', 'TotalTokenCount'],
    'input_tokens': ['input_tokens', 'prompt_tokens', 'InputTokenCount'],
    'output_tokens': ['output_tokens', 'completion_tokens', 'OutputTokenCount'],
    'input_text_tokens': nested_paths(input_details, 'text_tokens', ['InputTokenDetails.TextTokenCount']),
    'input_audio_tokens': nested_paths(
        input_details, 'audio_tokens', ['InputTokenDetails.AudioTokenCount', 'input_audio_tokens']
    ),
    'input_image_tokens': nested_paths(
        input_details, 'image_tokens', ['InputTokenDetails.ImageTokenCount', 'input_image_tokens']
    ),
    'cached_tokens': nested_paths(
        input_details, 'cached_tokens', ['InputTokenDetails.CachedTokenCount', 'cached_tokens', 'cache_read_tokens']
    ),
    'cached_text_tokens': nested_paths(
        input_details, 'cached_tokens_details.text_tokens', ['InputTokenDetails.CachedTokenDetails.TextTokenCount']
    ),
    'cached_audio_tokens': nested_paths(
        input_details, 'cached_tokens_details.audio_tokens',
        ['InputTokenDetails.CachedTokenDetails.AudioTokenCount', 'cache_audio_read_tokens']
    ),
    'cached_image_tokens': nested_paths(
        input_details, 'cached_tokens_details.image_tokens',
        ['InputTokenDetails.CachedTokenDetails.ImageTokenCount', 'cache_image_read_tokens']
    ),
    'cache_write_tokens': nested_paths(
        input_details, 'cache_write_tokens', ['InputTokenDetails.CacheWriteTokenCount', 'cache_write_tokens']
    ),
    'output_text_tokens': nested_paths(output_details, 'text_tokens', ['OutputTokenDetails.TextTokenCount']),
    'output_audio_tokens': nested_paths(
        output_details, 'audio_tokens', ['OutputTokenDetails.AudioTokenCount', 'output_audio_tokens']
    ),
    'output_image_tokens': nested_paths(
        output_details, 'image_tokens', ['OutputTokenDetails.ImageTokenCount', 'output_image_tokens']
    ),
    'reasoning_tokens': nested_paths(output_details, 'reasoning_tokens', ['OutputTokenDetails.ReasoningTokenCount']),
    'code_interpreter_sessions': ['sessions'],
    'stated_characters': ['characters'],
} -%}
{%- set mapping = dict(counts, seconds=['seconds'], time_span=['Duration']) -%}
{#- What no usage object says: when a batch ran, what was read out, how many images of what kind were made. -#}
{%- set served = {
    'served_at': [
        'payload.response.body.completed_at', 'payload.response.body.created_at', 'payload.response.body.created'
    ],
} -%}
{%- set request = {'input': ['payload.input'], 'size': ['payload.size'], 'quality': ['payload.quality']} -%}

with source as (
    select
        *,
        lower(coalesce(raw_model, deployment)) as called_model
    from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['openai']) }})
),

parsed as (
    {{ computed_once('source', {
        'fields': json_fields('usage_object', mapping),
        'served': 'case when is_batch_result then ' ~ json_fields('document', served) ~ ' end',
        'request': "case when called_model like 'tts%' or called_model like 'dall-e%' then "
         ~ json_fields('document', request) ~ ' end',
    }) | indent(4) }}
),

renamed as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'occurred_at') | join(',\n        ') }},
        -- A batch is billed on the day on which the request was executed.
        coalesce(
            {{ epoch_to_timestamp(whole_number(json_field('served', served, 'served_at'))) }},
            occurred_at
        ) as occurred_at,
        envelope_finding,
        called_model,
        case when called_model like 'tts%' then
            {{ json_field('request', request, 'input') }}
        end as spoken_text,
        case when called_model like 'dall-e%' then {{ json_array_size('document', 'payload.data') }} end
            as generated_images,
        case when called_model like 'dall-e%' then
            case when called_model like 'dall-e-3%' then
                '_' || coalesce({{ json_field('request', request, 'quality') }}, 'standard')
            else '' end
            || '_' || {{ json_field('request', request, 'size') }}
        end as image_kind,
        {% for name in mapping -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        usage_object
    from parsed
),

converted as (
    select
        *,
        {% for name in counts -%}
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
        {{ unknown_count('usage_object', counts, [
            'accepted_prediction_tokens', 'rejected_prediction_tokens', 'AcceptedPredictionTokenCount',
            'RejectedPredictionTokenCount'
        ]) }} as unknown_count,
        coalesce({{ whole_number('raw_stated_characters') }}, cast(length(spoken_text) as bigint)) as characters
    from renamed
),

checked as (
    select
        *,
        coalesce(
            {{ count_finding(counts) | indent(4) }},
            case when raw_seconds like '-%' then 'negative_count|seconds is negative' end
        ) as count_finding
    from converted
)

select * from checked
