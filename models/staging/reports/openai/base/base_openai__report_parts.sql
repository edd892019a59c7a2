{#-
    Disjoint counts of results of OpenAI's usage reports. The input of completions includes its cached and its
    cache-write part. Whether `input_audio_tokens` includes cached audio has changed: by the documentation it did until
    2026-07-14 and does not since, and some pages count text and images with their cached part too. The date of a day
    does not decide it, as old days can be fetched again; the sum does. At most one interpretation adds up to
    `input_tokens`, or all of them give the same parts, because each differs from the next by counts that are never
    negative. A result that no interpretation explains is refused.

    The model is long because it keeps the three interpretations and each contradiction apart.
-#}
with counts as (
    select * from {{ ref('base_openai__report_counts') }}
),

counts_with_totals as (
    select
        *,
        coalesce(written_tokens, 0) as written,
        coalesce(audio_tokens, 0) as audio,
        coalesce(image_tokens, 0) as image,
        coalesce(
            cached_tokens,
            input_tokens - coalesce(written_tokens, 0) - uncached_tokens,
            cached_text_tokens + cached_audio_tokens + cached_image_tokens
        ) as cached
    from counts
),

counts_with_known_parts as (
    -- A modality without tokens has no cached tokens either.
    select
        *,
        coalesce(cached_text_tokens, case when cached = 0 then 0 end) as known_cached_text,
        coalesce(cached_audio_tokens, case when cached = 0 or audio = 0 then 0 end) as known_cached_audio,
        coalesce(cached_image_tokens, case when cached = 0 or image = 0 then 0 end) as known_cached_image
    from counts_with_totals
),

counts_with_cached_parts as (
    -- One unknown part is what the others leave of the total.
    select
        *,
        coalesce(known_cached_text, cached - known_cached_audio - known_cached_image) as cached_text,
        coalesce(known_cached_audio, cached - known_cached_text - known_cached_image) as cached_audio,
        coalesce(known_cached_image, cached - known_cached_text - known_cached_audio) as cached_image
    from counts_with_known_parts
),

counts_with_interpretation as (
    select
        *,
        text_tokens + cached_text + audio + cached_audio + image + cached_image + written = input_tokens
            as is_disjoint,
        text_tokens + cached_text + audio + image + cached_image + written = input_tokens and audio >= cached_audio
            as is_audio_whole,
        text_tokens + audio + image + written = input_tokens
        and text_tokens >= cached_text and audio >= cached_audio and image >= cached_image as is_whole
    from counts_with_cached_parts
),

parts_by_modality as (
    select
        *,
        case
            when report_kind != 'completions' then input_tokens
            when text_tokens is null then input_tokens - written - cached_text - audio - image
            when is_disjoint or is_audio_whole then text_tokens
            else text_tokens - cached_text
        end as text_in,
        case when text_tokens is null or is_disjoint then audio else audio - cached_audio end as audio_in,
        case when text_tokens is null or is_disjoint or is_audio_whole then image else image - cached_image end
            as image_in,
        output_tokens - coalesce(output_audio_tokens, 0) - coalesce(output_image_tokens, 0) as text_out
    from counts_with_interpretation
),

parts_with_finding as (
    select
        *,
        case
            when period_finding is not null then period_finding
            when count_finding is not null then count_finding
            when kind_finding is not null then kind_finding
            when report_kind != 'completions' then null
            when cached is null
                then 'incomplete_usage|neither input_cached_tokens nor input_uncached_tokens is reported'
            when cached < 0 or cached + written > input_tokens
                then 'part_exceeds_whole|cached and cache-write tokens > input_tokens ' || input_tokens
            when uncached_tokens != input_tokens - cached - written
                then 'parts_miss_total|cached, cache-write and uncached tokens do not add up to input_tokens '
                || input_tokens
            when cached_text + cached_audio + cached_image is null
                then 'unknown_cached_modality|the modality of the ' || cached
                || ' cached tokens is unknown, and not all input is text: fetch the report again, with modalities'
            when
                cached_text + cached_audio + cached_image != cached
                or least(cached_text, cached_audio, cached_image) < 0
                then 'parts_miss_total|cached tokens by modality do not add up to input_cached_tokens ' || cached
            when text_tokens is null and cached_audio + cached_image > 0
                then 'unknown_audio_meaning|without input_text_tokens it is unknown whether cached tokens are inside'
                || ' input_audio_tokens and input_image_tokens: fetch the report again, with input_text_tokens'
            when text_tokens is null and text_in < 0
                then 'part_exceeds_whole|audio, image and cached tokens > input_tokens ' || input_tokens
            when not (text_tokens is null or is_disjoint or is_audio_whole or is_whole)
                then 'parts_miss_total|tokens by modality, with or without their cached part, do not add up to'
                || ' input_tokens ' || input_tokens
            when text_out < 0 then 'part_exceeds_whole|audio and image output > output_tokens ' || output_tokens
            when output_text_tokens != text_out
                then 'parts_miss_total|output tokens by modality do not add up to output_tokens ' || output_tokens
        end as finding
    from parts_by_modality
)

select * from parts_with_finding
