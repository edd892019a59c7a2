{#-
    OpenAI and Azure OpenAI count inclusively: cached and cache-write tokens are inside the input, reasoning and
    predictions inside the output, and `text_tokens`/`audio_tokens` of the input include their cached part. Here, and
    nowhere else, they become disjoint meters; a usage object that cannot be true is a finding, never clamped.
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
    'other': 'coalesce(duration_seconds, code_interpreter_sessions)',
} -%}

with parts as (
    select * from {{ ref('base_openai__usage_parts') }}
),

found as (
    select
        *,
        case
            when envelope_finding is not null then envelope_finding
            when count_finding is not null then count_finding
            when coalesce(input_total, output_total, total_tokens, code_interpreter_sessions) is null
                and duration_seconds is null
                then coalesce(
                    case when coalesce(raw_seconds, raw_time_span) is not null
                        then 'invalid_duration|the duration is neither seconds nor a time span' end,
                    'missing_usage|the payload reports no usage, which is not a usage of zero'
                )
            when duration_seconds >= 1000000000 then 'invalid_duration|the duration is longer than thirty years'
            when input_total is null and total_tokens > coalesce(output_total, 0)
                then 'parts_miss_total|total_tokens without its input and output parts'
            when cached > coalesce(input_total, 0)
                then 'part_exceeds_whole|cached ' || cached || ' > input ' || coalesce(input_total, 0)
            when text_in < 0 or text_in + audio_in + image_in != input_total
                then 'parts_miss_total|input modalities do not add up to input ' || input_total
            when cached_text > text_in or cached_audio > audio_in or cached_image > image_in
                then case
                    when has_cached_split then 'part_exceeds_whole|cached tokens of a modality > its input tokens'
                    else 'ambiguous_cached_modality|cached ' || cached || ' > text ' || text_in || ', no modality given'
                end
            when cached_text < 0 or cached_text + cached_audio + cached_image != cached
                then 'parts_miss_total|cached modalities do not add up to cached ' || cached
            when cached_text + text_written > text_in
                then 'part_exceeds_whole|cached and cache-write tokens > text input ' || text_in
            when text_out < 0 or text_out + audio_out + image_out != output_total
                then 'parts_miss_total|output modalities do not add up to output ' || output_total
            when reasoning_tokens > coalesce(output_total, 0)
                then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || coalesce(output_total, 0)
            when total_tokens != coalesce(input_total, 0) + coalesce(output_total, 0)
                then 'parts_miss_total|input and output do not add up to total ' || total_tokens
        end as finding
    from parts
),

renamed as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        coalesce(input_total, 0) + coalesce(output_total, 0) as total_tokens,
        reasoning_tokens,
        {{ meter_columns(
            meters,
            "case when duration_seconds is not null then 'transcription_seconds'"
            ~ " when code_interpreter_sessions is not null then 'code_interpreter_session' end"
        ) }},
        finding
    from found
)

select * from renamed
