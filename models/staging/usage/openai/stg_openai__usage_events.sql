{#-
    Usage of OpenAI and Azure OpenAI in disjoint meters. Both count inclusively: cached and cache-write tokens are
    inside the input, reasoning and predictions inside the output, and `text_tokens` and `audio_tokens` of the input
    include their cached part. Only this model makes disjoint meters of them. What an answer is billed besides its own
    usage object is an event of its own beside it: each hosted tool, and the tokens of another model or request.
-#}
{%- set meters = {
    'text_input': 'text_in - cached_text - text_written',
    'text_cached_input': 'cached_text',
    'text_cache_write': 'text_written',
    'text_output': 'text_out',
    'audio_input': 'audio_in - cached_audio',
    'audio_cached_input': 'cached_audio',
    'audio_output': 'audio_out',
    'image_input': 'image_in - cached_image',
    'image_cached_input': 'cached_image',
    'image_output': 'image_out',
} -%}
{%- set extras = [
    {
        'meter': "'transcription_seconds'",
        'quantity': 'cast(duration_seconds as ' ~ type_quantity() ~ ')',
    },
    {'meter': "'code_interpreter_session'", 'quantity': 'code_interpreter_sessions'},
    {'meter': "'tts_characters'", 'quantity': 'characters'},
    {
        'meter': "'image_generation' || coalesce('_' || case when image_kind is not null then "
        ~ plain_quantity_name('substring(image_kind, 2)') ~ " end, '')",
        'quantity': 'generated_images',
    },
    {
        'meter': "'video_seconds' || coalesce('_' || case when video_kind != '' then "
        ~ plain_quantity_name('substring(video_kind, 2)') ~ " end, '')",
        'quantity': 'video_seconds',
    },
] -%}
{%- set is_final_snapshot -%}
coalesce(
            response_status not in ('in_progress', 'queued', 'preprocessing', 'processing', 'running'), true
        )
{%- endset -%}

with usage as (
    select * from {{ ref('base_openai__usage_validated') }}
),

additional_usage as (
    select * from {{ ref('base_openai__additional_usage') }}
),

answer_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        {{ is_final_snapshot }} as is_final_snapshot,
        false as is_part,
        false as is_independent,
        input_total as context_tokens,
        tokens as total_tokens,
        reasoning_tokens,
        {{ meter_columns(meters, extras, openai_usage_fields().counts, unknown=true) }},
        finding
    from usage
),

additional_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        {{ is_final_snapshot }} as is_final_snapshot,
        true as is_part,
        false as is_independent,
        -- A call of a tool repeats the size of the answer that it is beside.
        case when usage_object is null then answer_input else input_total end as context_tokens,
        case when usage_object is null then answer_tokens else tokens end as total_tokens,
        reasoning_tokens,
        {{ meter_columns(
            meters, [{'meter': 'meter', 'quantity': 'calls'}], openai_usage_fields().charge_counts, unknown=true
        ) }},
        finding
    from additional_usage
),

usage_events as (
    select
        {{ usage_event_columns() | join(',\n        ') }}
    from answer_events

    union all

    select
        {{ usage_event_columns() | join(',\n        ') }}
    from additional_events
)

select * from usage_events
