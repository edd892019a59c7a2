{#-
    Usage of LiteLLM in disjoint meters. LiteLLM counts inclusively as OpenAI does, whatever the provider: it adds
    cache reads and cache writes to the input of Anthropic and Bedrock. So one call has more input here than in the
    provider's own record; in disjoint meters both have the same. An answer from LiteLLM's own cache used nothing at
    the provider: it is an event of its own without quantities, and costs nothing.

    Of an answer of Anthropic that took several attempts, LiteLLM adds all counts up. Each attempt is listed, counts as
    Anthropic does, and is billed at its own model if it wrote anything. So the answer is the attempt that served, or
    all messages where none fell back to another model, and any other attempt or compaction is an event of its own.

    The model is long because LiteLLM reports each call twice, in its log and in the provider's usage object, and the
    two are checked against each other as well as part against whole.
-#}
{%- set parts = litellm_fields() -%}
{%- set counts = dict(parts.counts, **parts.usage_counts) -%}
{%- set attempt_texts = {'type': ['type'], 'model': ['model']} -%}
{%- set attempt_counts = {
    'attempt_uncached': ['input_tokens'],
    'attempt_cached': ['cache_read_input_tokens'],
    'attempt_written': ['cache_creation_input_tokens'],
    'attempt_written_1h': ['cache_creation.ephemeral_1h_input_tokens'],
    'attempt_output': ['output_tokens'],
} -%}
{%- set attempt_mapping = dict(attempt_counts, **attempt_texts) -%}
{%- set record_rows = 'over (partition by delivery_id, record_number)' -%}
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
{%- do quantities.update(cache_write_meters('written', 'written_1h', 'is_timed')) -%}
{%- set meters = {} -%}
{%- for meter, quantity in quantities.items() -%}
    {%- do meters.update({meter: 'case when is_charged then ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}
{#- Searches that the provider's own counts have are not counted again. -#}
{%- set is_uncounted_search -%}
    not {{ regexp_matches("coalesce(charged_quantities, '')", '(^|;)(web_search|search_)') }}
{%- endset -%}
{#- The total of xAI may show that its reasoning is beside the output. -#}
{%- set logged_tokens -%}
    coalesce(usage_input_tokens, nullif(log_input_tokens, 0), native_input_tokens, log_input_tokens, 0)
        + coalesce(usage_output_tokens, nullif(log_output_tokens, 0), native_output_tokens, log_output_tokens, 0)
{%- endset -%}
{%- set extras = [{
    'meter': "'transcription_seconds'", 'quantity': 'case when is_charged and not is_part then seconds end',
}] -%}
{%- do extras.append({
    'meter': 'search_meter',
    'quantity': 'case when is_charged and not is_part and output_total > 0 then 1 end',
}) -%}
{%- for meter, quantity in {
    'web_search_call': 'web_searches',
    'maps_grounding_call': 'maps_searches',
    'video_output': 'output_video_tokens',
    'image_count': 'images',
}.items() -%}
    {%- do extras.append({
        'meter': "'" ~ meter ~ "'",
        'quantity': "case when is_charged and not is_part" ~ (
            ' and ' ~ is_uncounted_search if meter == 'web_search_call' else ''
        ) ~ ' then nullif(' ~ quantity ~ ', 0) end',
    }) -%}
{%- endfor -%}

{%- set attempt_columns = {'attempt_type': json_field('computed.fields', attempt_mapping, 'type')} -%}
{%- do attempt_columns.update({'attempt_model': json_field('computed.fields', attempt_mapping, 'model')}) -%}
{%- for name in attempt_counts -%}
    {%- do attempt_columns.update({
        name: 'coalesce(' ~ whole_number(json_field('computed.fields', attempt_mapping, name)) ~ ', 0)',
    }) -%}
{%- endfor -%}

with calls as (
    select
        *,
        coalesce(
            usage_object like '%"iterations"%' and {{ json_array_size('usage_object', 'iterations') }} > 1, false
        ) as has_attempts
    from {{ ref('base_litellm__models') }}
),

calls_with_attempts as (
    select * from calls
    where has_attempts
),

attempts as (
    {{ numbered_elements('calls_with_attempts', 'usage_object', 'iterations') | indent(4) }}
),

attempts_with_counts as (
    {{ computed_once('attempts', {'fields': json_fields('element', attempt_mapping)}, attempt_columns) | indent(4) }}
),

attempts_of_a_record as (
    select
        *,
        max(case when attempt_type = 'fallback_message' then element_number end) {{ record_rows }} as fallback_number,
        max(case when attempt_type = 'message' then element_number end) {{ record_rows }} as message_number,
        max(element_number) {{ record_rows }} as last_number,
        cast(sum(attempt_uncached + attempt_cached + attempt_written + attempt_output) {{ record_rows }} as bigint)
            as tokens_of_attempts
    from attempts_with_counts
),

attempts_and_answers as (
    select
        *,
        case
            when fallback_number is not null then element_number = fallback_number
            when message_number is not null then coalesce(attempt_type, '') = 'message'
            else element_number = last_number
        end as is_answer,
        element_number != coalesce(fallback_number, message_number, last_number) as is_part
    from attempts_of_a_record
),

attempts_with_sums as (
    select
        *,
        {% for name in attempt_counts -%}
        cast(case
            when is_part then {{ name }}
            else sum(case when is_answer then {{ name }} else 0 end) {{ record_rows }}
        end as bigint) as {{ name }}_sum,
        {% endfor -%}
        cast(sum(case
            when is_answer then attempt_uncached + attempt_cached + attempt_written + attempt_output else 0
        end) {{ record_rows }} as bigint) as tokens_of_answer
    from attempts_and_answers
),

-- An attempt without output is free, and a message of the answer is in its sum.
calls_and_attempts as (
    select
        *,
        cast(null as {{ dbt.type_string() }}) as element,
        cast(null as bigint) as element_number,
        {% for name in attempt_columns -%}
        cast(null as {{ 'bigint' if name in attempt_counts else dbt.type_string() }}) as {{ name }},
        {% endfor -%}
        cast(null as bigint) as fallback_number,
        cast(null as bigint) as message_number,
        cast(null as bigint) as last_number,
        cast(null as bigint) as tokens_of_attempts,
        true as is_answer,
        false as is_part,
        {% for name in attempt_counts -%}
        cast(null as bigint) as {{ name }}_sum,
        {% endfor -%}
        cast(null as bigint) as tokens_of_answer
    from calls
    where not has_attempts

    union all

    select * from attempts_with_sums
    where not is_part or (not is_answer and attempt_output > 0)
),

calls_with_totals as (
    select
        *,
        case
            when has_attempts then attempt_uncached_sum + attempt_cached_sum + attempt_written_sum
            else coalesce(usage_input_tokens, nullif(log_input_tokens, 0), native_input_tokens, log_input_tokens)
        end as input_total,
        case
            when has_attempts then attempt_output_sum
            else coalesce(
                usage_output_tokens, nullif(log_output_tokens, 0), native_output_tokens, log_output_tokens, 0
            ) + case
                when reasoning_tokens > 0 and log_total_tokens = {{ logged_tokens }} + reasoning_tokens
                    then reasoning_tokens
                else 0
            end
        end as output_total,
        coalesce(
            attempt_written_sum,
            written_tokens,
            coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)
        ) as written,
        coalesce(attempt_written_1h_sum, written_1h_tokens) as written_1h,
        coalesce(attempt_cached_sum, cached_tokens, 0) as cached,
        case
            when call_type like '%image!_generation' escape '!' or call_type like '%image!_edit' escape '!' then 'image'
            when call_type like '%speech' then 'speech'
            when call_type like '%transcription' then 'transcription'
            else {{ model_kind('raw_model') }}
        end as kind,
        {{ logged_tokens }} as logged_tokens,
        {{ search_model_meter('platform', 'raw_model') }} as search_meter,
        platform in ('anthropic', 'bedrock', 'vertex') or written_5m_tokens > 0 or written_1h_tokens > 0 as is_timed,
        {{ record_finding() }} as record_finding
    from calls_and_attempts
),

calls_with_unknown_counts as (
    {{ computed_once('calls_with_totals', {
        'unknown_counts': "nullif(concat_ws(';', case when not is_part and not is_cache_hit then charged_quantities end, "
         ~ unknown_counts('usage_object', parts.usage_counts, parts.information, 'not is_part and not is_cache_hit')
         ~ "), '')",
    }) | indent(4) }}
),

calls_by_modality as (
    select
        *,
        coalesce(
            input_audio_tokens,
            case
                when kind = 'transcription'
                    then greatest(input_total - coalesce(input_text_tokens, 0) - coalesce(input_image_tokens, 0), 0)
            end,
            0
        ) as audio_in,
        coalesce(input_image_tokens, 0) as image_in,
        coalesce(input_video_tokens, 0) as video_in,
        coalesce(
            output_audio_tokens,
            case
                when kind = 'speech'
                    then greatest(output_total - coalesce(output_text_tokens, 0) - coalesce(output_image_tokens, 0), 0)
            end,
            0
        ) as audio_out,
        coalesce(
            output_image_tokens,
            case
                when {{ makes_images('kind', 'raw_model', 'output_total', 'output_text_tokens') }}
                    then greatest(output_total - coalesce(output_text_tokens, 0) - coalesce(output_audio_tokens, 0), 0)
            end,
            0
        ) as image_out,
        coalesce(cached_audio_tokens, 0) as cached_audio,
        coalesce(cached_image_tokens, 0) as cached_image,
        -- Neither its own cache costs LiteLLM anything, nor a refusal before any output.
        not is_cache_hit
        and not (
            output_total = 0
            and (has_attempts or {{ is_claude_refusal('stop_reason', 'platform', 'raw_model') }})
        ) as is_charged
    from calls_with_unknown_counts
),

calls_with_text as (
    select
        *,
        coalesce(input_total, 0) - audio_in - image_in - video_in as text_in,
        cached - cached_audio - cached_image as cached_text,
        output_total - audio_out - image_out - coalesce(output_video_tokens, 0) as text_out
    from calls_by_modality
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
            when
                coalesce(input_total, 0) + output_total = 0
                and coalesce(
                    seconds, nullif(web_searches, 0), nullif(maps_searches, 0), nullif(images, 0),
                    nullif(output_video_tokens, 0)
                ) is null
                and unknown_counts is null and not has_attempts
                then 'missing_usage|the log counts no tokens of a call of type '
                || coalesce({{ plain_name('call_type') }}, '(none)')
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
    from calls_with_text
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'event_key', 'raw_model', 'observed_by', 'reported_cost', 'reported_currency', 'raw_service_tier'
        ]) | join(',\n        ') }},
        -- A call that was answered from the cache has the id of the call that filled it.
        case
            when is_cache_hit and call_id not like '%!_cache!_hit%' escape '!'
                then call_id || '/cache_hit/' || coalesce(request_id, raw_occurred_at)
            when is_part then call_id || '/iteration/' || element_number
            else call_id
        end as event_key,
        case when is_part then coalesce(attempt_model, raw_model) else raw_model end as raw_model,
        case
            when call_type like '%retrieve!_batch' escape '!' then 'batch'
            when lower(speed) = 'fast' then 'fast_mode'
            else raw_service_tier
        end as raw_service_tier,
        'server' as observed_by,
        case when not is_part then reported_cost end as reported_cost,
        'USD' as reported_currency,
        true as is_final_snapshot,
        is_part,
        case when is_charged then input_total else 0 end as context_tokens,
        case when is_charged then coalesce(input_total, 0) + output_total else 0 end as total_tokens,
        case when is_charged and not has_attempts then reasoning_tokens end as reasoning_tokens,
        {{ meter_columns(meters, extras, counts, unknown=true) }},
        finding
    from calls_with_finding
    -- A part is not refused again: its record is refused with its answer.
    where finding is null or not is_part
),

usage_events_with_router as (
    {{ with_model_router('usage_events') | indent(4) }}
)

select * from usage_events_with_router
