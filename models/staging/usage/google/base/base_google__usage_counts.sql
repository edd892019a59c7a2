{#-
    Gemini's usage metadata under one set of names, whatever API or SDK wrote it, with the tokens of each modality.
    Gemini counts cached content inside the prompt and thoughts outside the candidates. The OpenAI-compatible API has
    thoughts in the total only. Without a split by modality the answer of a speech model is audio, and that of an image
    model is images, if it has the tokens of one.
-#}
{%- set parts = google_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set kept = [
    'envelope_finding', 'web_searches', 'maps_searches', 'tool_finding', 'named_quantities', 'videos', 'video_seconds',
    'video_kind'
] -%}

with answers as (
    select * from {{ ref('base_google__modality_sums') }}
),

fields_by_answer as (
    {{ computed_once('answers', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

usage_objects as (
    select
        {{ (usage_envelope_columns() + kept + parts.modality_sums) | join(',\n        ') }},
        usage_object,
        fields,
        {{ json_field('fields', mapping, 'compatible') }} is not null as is_compatible,
        {{ whole_number(json_field('fields', mapping, 'requests')) }} as requests,
        {{ model_kind('raw_model') | indent(8) }} as model_kind
    from fields_by_answer
),

{{ whole_counts('usage_objects', mapping, parts.counts, parts.information) }},

-- Modalities, tools and tokens of an unknown name are metered under their own.
usage_objects_with_unknown_counts as (
    {{ computed_once('objects_with_counts', {
        'unknown_counts': "nullif(concat_ws(';', named_quantities, "
         ~ unknown_counts('usage_object', parts.counts, parts.information, 'has_other_counts') ~ "), '')",
    }) | indent(4) }}
),

usage_counts as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        coalesce(
            contradiction,
            {{ count_finding(parts.counts) | indent(12) }},
            case
                when greatest({{ parts.modality_sums | join(', ') }}) >= 1000000000000
                    then 'invalid_count|the tokens of a modality are not a whole number below 10^12'
            end,
            tool_finding,
            case {{ several_requests_finding('requests', 'prompt_tokens') | indent(12) }} end
        ) as count_finding,
        unknown_counts,
        web_searches,
        maps_searches,
        -- A model that counts tokens is not billed by the video.
        case when coalesce(raw_prompt_tokens, raw_candidates_tokens) is null then videos end as videos,
        cast(
            case when coalesce(raw_prompt_tokens, raw_candidates_tokens) is null then video_seconds end
            as {{ type_quantity() }}
        ) as video_seconds,
        video_kind,
        prompt_tokens,
        cached_tokens,
        coalesce(candidates_tokens, output_audio_tokens, output_image_tokens) as candidates_tokens,
        case
            when is_compatible and total_tokens > coalesce(prompt_tokens, 0) + coalesce(candidates_tokens, 0)
                then total_tokens - coalesce(prompt_tokens, 0) - coalesce(candidates_tokens, 0)
            else thoughts_tokens
        end as thoughts_tokens,
        tool_tokens,
        total_tokens
        {%- for sum in parts.modality_sums %},
        {% if sum in ('candidates_audio', 'candidates_image') -%}
        case
            when {{ "model_kind = 'speech'" if sum == 'candidates_audio' else "model_kind = 'image'
                and coalesce(candidates_tokens, 0) >= " ~ parts.smallest_image }}
                and candidates_listed_text + candidates_image + candidates_audio + candidates_video
                + candidates_unknown = 0
                and coalesce(output_audio_tokens, output_image_tokens) is null
                then coalesce(candidates_tokens, 0)
            else {{ sum }} + coalesce({{ sum | replace('candidates', 'output') }}_tokens, 0)
        end as {{ sum }}
        {%- else -%}
        {{ sum }}
        {%- endif %}
        {%- endfor %}
    from usage_objects_with_unknown_counts
)

select * from usage_counts
