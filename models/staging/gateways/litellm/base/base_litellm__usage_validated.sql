{#-
    Calls and attempts of LiteLLM, and the first thing that is wrong with each. The log and the provider's usage object
    are checked against each other, and each part against its whole. Nothing is clamped.
-#}
with parts as (
    select * from {{ ref('base_litellm__usage_parts') }}
),

parts_with_record_finding as (
    select
        *,
        {{ record_finding() }} as record_finding
    from parts
),

parts_with_finding as (
    select
        *,
        case
            when call_id is null then 'missing_event_key|the call has no id'
            when response_status = 'failure' and coalesce(input_total, 0) + output_total = 0
                then 'failed_call|the call failed and reports no usage'
            when record_finding is not null then record_finding
            when count_finding is not null then count_finding
            when is_cache_hit then null
            when raw_seconds is not null and coalesce(seconds, -1) not between 0 and 999999999
                then 'invalid_duration|the seconds are negative, not a number, or more than thirty years'
            when metadata is not null and metadata_object is null
                then 'invalid_metadata|the metadata, which would hold the cached tokens, is not a JSON object'
            when
                coalesce(input_total, 0) + output_total = 0
                and coalesce(
                    seconds, nullif(web_searches, 0), nullif(maps_searches, 0), nullif(images, 0),
                    nullif(output_video_tokens, 0)
                ) is null
                and unknown_counts is null and not has_attempts
                then 'missing_usage|the log counts no tokens of a call of type '
                || coalesce({{ plain_name('call_type') }}, '(none)')
                || case
                    when usage_object like '%"iterations"%"compaction"%'
                        then ', but its usage object lists a compaction, which is billed: land the answer of Anthropic'
                    else ''
                end
            when usage_input_tokens != log_input_tokens or usage_output_tokens != log_output_tokens
                then 'inconsistent_usage|the token counts of the log differ from the usage object in its metadata'
            when has_attempts and logged_tokens not in (tokens_of_attempts, tokens_of_answer)
                then 'parts_miss_total|neither all attempts nor the answer alone add up to the tokens of the log '
                || logged_tokens
            when
                not has_attempts
                and log_total_tokens > 0
                and log_total_tokens != coalesce(input_total, 0) + output_total
                then 'parts_miss_total|input and output do not add up to total ' || log_total_tokens
            when written_30m_tokens > 0 or written_12h_tokens > 0
                then 'unsupported_cache_lifetime|cache writes of half an hour or of twelve hours have no meter'
            when
                not has_attempts
                and coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0) > written
                then 'part_exceeds_whole|cache writes of five minutes and one hour > cache writes ' || written
            when written_1h > written then 'part_exceeds_whole|cache writes of one hour > cache writes ' || written
            when cached + written > coalesce(input_total, 0)
                then 'part_exceeds_whole|cached and cache-write tokens > input ' || coalesce(input_total, 0)
            when text_in < 0
                then 'parts_miss_total|input modalities exceed input ' || coalesce(input_total, 0)
            when cached_text < 0 or cached_audio > audio_in or cached_image > image_in
                then 'part_exceeds_whole|cached tokens of a modality > its input tokens'
            when cached_text + written > text_in
                then 'ambiguous_cached_modality|cached and written tokens > text ' || text_in || ', no modality given'
            when text_out < 0
                then 'parts_miss_total|output modalities exceed output ' || output_total
            when
                not has_attempts and reasoning_tokens > output_total
                and coalesce(charged_quantities, '') not like '%thinking%'
                then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
            {{ several_requests_finding('requests', 'input_total') }}
        end as finding
    from parts_with_record_finding
)

select * from parts_with_finding
