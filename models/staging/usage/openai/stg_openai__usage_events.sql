{#-
    Usage of OpenAI and Azure OpenAI in disjoint meters. Both count inclusively: cached and cache-write tokens are
    inside the input, reasoning and predictions inside the output, and `text_tokens` and `audio_tokens` of the input
    include their cached part. Only this model makes disjoint meters of them. Calls of hosted tools are output items of
    an answer, not usage: each tool that was called is an event of its own beside the answer's tokens.
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
    {'meter': "'transcription_seconds'", 'quantity': 'duration_seconds'},
    {'meter': "'code_interpreter_session'", 'quantity': 'code_interpreter_sessions'},
    {'meter': "'tts_characters'", 'quantity': 'characters'},
    {'meter': "'image_generation' || coalesce(lower(image_kind), '')", 'quantity': 'generated_images'},
] -%}

with usage as (
    select * from {{ ref('base_openai__usage_validated') }}
),

tool_calls as (
    select * from {{ ref('base_openai__tool_calls') }}
),

answer_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        tokens as total_tokens,
        reasoning_tokens,
        {{ meter_columns(meters, extras, openai_usage_fields().counts, unknown=true) }},
        finding
    from usage
),

tool_events as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'event_key') | join(',\n        ') }},
        event_key || '/' || meter as event_key,
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        true as is_part,
        input_total as context_tokens,
        tokens as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({}, [{'meter': 'meter', 'quantity': 'calls'}]) }},
        finding
    from tool_calls
),

usage_events as (
    select
        {{ usage_event_columns() | join(',\n        ') }}
    from answer_events

    union all

    select
        {{ usage_event_columns() | join(',\n        ') }}
    from tool_events
)

select * from usage_events
