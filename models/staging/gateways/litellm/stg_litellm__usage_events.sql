{#-
    Usage of LiteLLM in disjoint meters. LiteLLM counts inclusively as OpenAI does, whatever the provider: it adds
    cache reads and cache writes to the input of Anthropic and Bedrock. So one call has more input here than in the
    provider's own record; in disjoint meters both have the same. An answer from LiteLLM's own cache used nothing at
    the provider: it is an event of its own without quantities, and costs nothing.

    The model is long because LiteLLM reports each call twice, in its log and in the provider's usage object, and the
    two are checked against each other as well as part against whole.
-#}
{%- set quantities = {
    'text_input': 'text_in - cached_text - written',
    'text_cached_input': 'cached_text',
    'text_output': 'text_out',
    'audio_input': 'audio_in - cached_audio',
    'audio_cached_input': 'cached_audio',
    'audio_output': 'audio_out',
    'image_input': 'image_in - cached_image',
    'image_cached_input': 'cached_image',
    'image_output': 'image_out',
    'video_input': 'video_in',
} -%}
{%- do quantities.update(cache_write_meters('written', 'written_1h_tokens', 'is_timed')) -%}
{%- set meters = {} -%}
{%- for meter, quantity in quantities.items() -%}
    {%- do meters.update({meter: 'case when not is_cache_hit then ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}
{%- set extras = [
    {'meter': "'transcription_seconds'", 'quantity': 'case when not is_cache_hit then seconds end'},
    {'meter': "'web_search_call'", 'quantity': 'case when not is_cache_hit then nullif(web_searches, 0) end'},
] -%}

with calls as (
    select * from {{ ref('base_litellm__models') }}
),

calls_with_totals as (
    select
        *,
        coalesce(usage_input_tokens, nullif(log_input_tokens, 0), native_input_tokens, log_input_tokens) as input_total,
        coalesce(
            usage_output_tokens, nullif(log_output_tokens, 0), native_output_tokens, log_output_tokens, 0
        ) as output_total,
        coalesce(written_tokens, coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)) as written,
        coalesce(cached_tokens, 0) as cached,
        coalesce(cached_audio_tokens, 0) as cached_audio,
        coalesce(cached_image_tokens, 0) as cached_image,
        coalesce(input_audio_tokens, 0) as audio_in,
        coalesce(input_image_tokens, 0) as image_in,
        coalesce(input_video_tokens, 0) as video_in,
        coalesce(output_audio_tokens, 0) as audio_out,
        coalesce(output_image_tokens, 0) as image_out,
        platform in ('anthropic', 'bedrock', 'vertex') or written_5m_tokens > 0 or written_1h_tokens > 0 as is_timed,
        {{ record_finding() }} as record_finding
    from calls
),

calls_by_modality as (
    select
        *,
        coalesce(input_total, 0) - audio_in - image_in - video_in as text_in,
        cached - cached_audio - cached_image as cached_text,
        output_total - audio_out - image_out as text_out
    from calls_with_totals
),

calls_with_finding as (
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
            when coalesce(input_total, 0) + output_total = 0 and seconds is null
                then 'missing_usage|the log counts no tokens of a call of type '
                || coalesce({{ plain_name('call_type') }}, '(none)')
            when usage_input_tokens != log_input_tokens or usage_output_tokens != log_output_tokens
                then 'inconsistent_usage|the token counts of the log differ from the usage object in its metadata'
            when log_total_tokens > 0 and log_total_tokens != coalesce(input_total, 0) + output_total
                then 'parts_miss_total|input and output do not add up to total ' || log_total_tokens
            when written_30m_tokens > 0 or written_12h_tokens > 0
                then 'unsupported_cache_lifetime|cache writes of half an hour or of twelve hours have no meter'
            when coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0) > written
                then 'part_exceeds_whole|cache writes of five minutes and one hour > cache writes ' || written
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
            when reasoning_tokens > output_total
                then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
        end as finding
    from calls_by_modality
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'event_key', 'observed_by', 'reported_currency', 'raw_service_tier']) | join(',\n        ') }},
        -- A call that was answered from the cache has the id of the call that filled it.
        case
            when is_cache_hit and call_id not like '%!_cache!_hit%' escape '!'
                then call_id || '/cache_hit/' || coalesce(request_id, raw_occurred_at)
            else call_id
        end as event_key,
        case
            when call_type like '%retrieve!_batch' escape '!' then 'batch'
            when lower(speed) = 'fast' then 'fast_mode'
            else raw_service_tier
        end as raw_service_tier,
        'server' as observed_by,
        'USD' as reported_currency,
        true as is_final_snapshot,
        false as is_part,
        case when is_cache_hit then 0 else input_total end as context_tokens,
        case when is_cache_hit then 0 else coalesce(input_total, 0) + output_total end as total_tokens,
        case when not is_cache_hit then reasoning_tokens end as reasoning_tokens,
        {{ meter_columns(meters, extras, litellm_fields().counts) }},
        finding
    from calls_with_finding
)

select * from usage_events
