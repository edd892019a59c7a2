{#-
    Usage of Gemini, by the Gemini API and Vertex AI, in disjoint meters. Gemini counts the cached content inside the
    prompt, thoughts outside the candidates, and the tokens that tools add to the prompt outside the prompt. The tokens
    that the modality details leave of a total are text. An unknown modality is metered under its own name, so that it
    shows as unpriced. What grounded an answer is an event beside it, because any chunk of a stream may state it.

    The model is long because each modality is checked against its total, in the prompt, in the cache and in the
    answer.
-#}
{%- set sums = [
    'prompt_tokens', 'cached_tokens', 'candidates_tokens', 'thoughts_tokens', 'tool_tokens', 'total_tokens'
] + google_usage_fields().modality_sums -%}
{%- set extras = [
    {'meter': "'video_output'", 'quantity': 'nullif(candidates_video, 0)'},
    {'meter': "'video_seconds' || video_kind", 'quantity': 'video_seconds'},
    {'meter': "'video_generation_call'", 'quantity': 'case when video_seconds is null then nullif(videos, 0) end'},
] -%}
{%- set groundings = [
    {'meter': "'web_search_call'", 'quantity': 'web_searches'},
    {'meter': "'maps_grounding_call'", 'quantity': 'maps_searches'},
] -%}
{%- set columns = usage_envelope_columns() | reject('equalto', 'reported_cost') | list
    + ['input_total', 'output_total', 'finding'] -%}

with counts as (
    select * from {{ ref('base_google__usage_counts') }}
),

counts_by_modality as (
    select
        *,
        coalesce(prompt_tokens, 0) - prompt_image - prompt_audio - prompt_video - prompt_unknown as prompt_text,
        coalesce(tool_tokens, 0) - tool_image - tool_audio - tool_video - tool_unknown as tool_text,
        coalesce(cached_tokens, 0) - cached_image - cached_audio - cached_video - cached_unknown as cached_text,
        coalesce(candidates_tokens, 0) - candidates_image - candidates_audio - candidates_video - candidates_unknown
            as candidates_text,
        coalesce(prompt_tokens, 0) + coalesce(tool_tokens, 0) as input_total,
        coalesce(candidates_tokens, 0) + coalesce(thoughts_tokens, 0) as output_total
    from counts
),

counts_with_finding as (
    select
        *,
        case
            when envelope_finding is not null then envelope_finding
            when count_finding is not null then count_finding
            when coalesce(prompt_tokens, candidates_tokens, thoughts_tokens, tool_tokens, total_tokens, videos) is null
                and web_searches + maps_searches = 0
                then 'missing_usage|the payload reports no usage, which is not a usage of zero'
            when cached_tokens > coalesce(prompt_tokens, 0)
                then 'part_exceeds_whole|cached ' || cached_tokens || ' > prompt ' || coalesce(prompt_tokens, 0)
            when prompt_text < 0 or prompt_listed_text > prompt_text
                then 'parts_miss_total|prompt modalities exceed promptTokenCount ' || coalesce(prompt_tokens, 0)
            when tool_text < 0 or tool_listed_text > tool_text
                then 'parts_miss_total|tool modalities exceed toolUsePromptTokenCount ' || coalesce(tool_tokens, 0)
            when candidates_text < 0 or candidates_listed_text > candidates_text
                then 'parts_miss_total|output modalities exceed candidatesTokenCount ' || coalesce(candidates_tokens, 0)
            when cached_text < 0 or cached_listed_text > cached_text
                then 'parts_miss_total|cached modalities exceed cachedContentTokenCount ' || coalesce(cached_tokens, 0)
            when cached_image > prompt_image or cached_audio > prompt_audio or cached_video > prompt_video
                then 'part_exceeds_whole|cached tokens of a modality > its prompt tokens'
            when cached_text > prompt_text
                then 'ambiguous_cached_modality|cached ' || cached_text || ' > text ' || prompt_text
            when total_tokens != input_total + output_total
                then 'parts_miss_total|prompt, tools, candidates and thoughts do not add up to total ' || total_tokens
            when cached_unknown > 0
                then 'unknown_modality|' || cached_unknown || ' tokens of an unknown modality read from the cache'
        end as finding
    from counts_by_modality
),

answer_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        false as is_part,
        false as is_independent,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        thoughts_tokens as reasoning_tokens,
        {{ meter_columns({
            'text_input': 'prompt_text - cached_text + tool_text',
            'text_cached_input': 'cached_text',
            'text_output': 'candidates_text + coalesce(thoughts_tokens, 0)',
            'audio_input': 'prompt_audio - cached_audio + tool_audio',
            'audio_cached_input': 'cached_audio',
            'audio_output': 'candidates_audio',
            'image_input': 'prompt_image - cached_image + tool_image',
            'image_cached_input': 'cached_image',
            'image_output': 'candidates_image',
            'video_input': 'prompt_video - cached_video + tool_video',
            'video_cached_input': 'cached_video',
        }, extras, sums=sums, unknown=true) }},
        finding
    from counts_with_finding
),

counted_answers as (
    select * from counts_with_finding
    where finding is null and (web_searches > 0 or maps_searches > 0)
),

grounding_by_meter as (
    {{ unpivoted('counted_answers', columns, groundings) | indent(4) }}
),

grounding_events as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'reported_cost']) | join(',\n        ') }},
        event_key || '/' || meter as event_key,
        cast(null as {{ dbt.type_string() }}) as reported_cost,
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        true as is_part,
        true as is_independent,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({}, [{'meter': 'meter', 'quantity': 'quantity'}]) }},
        finding
    from grounding_by_meter
    where quantity > 0
),

usage_events as (
    select
        {{ usage_event_columns() | join(',\n        ') }}
    from answer_events

    union all

    select
        {{ usage_event_columns() | join(',\n        ') }}
    from grounding_events
)

select * from usage_events
