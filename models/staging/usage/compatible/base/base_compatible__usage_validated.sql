{#-
    Usage objects in OpenAI's form from other platforms, and the first thing that is wrong with each. They count
    inclusively, as OpenAI does, with these exceptions:

    - xAI counts reasoning beside the output, which the total shows.
    - Cohere reports the units that it bills beside the tokens that were used. The units leave out the cache.
    - Perplexity bills the reasoning and the citations of a research beside its answer, at prices of their own.
    - Claude behind such a platform may answer as Anthropic does: a cache that is named as there, without a total, is
      beside the input.
    - Mistral bills audio by the second. Its tokens are in the total only, and a transcription bills nothing else.

    An object that states no modalities has those of its model's kind. The model is long because it is the one place
    that knows what differs between these platforms.
-#}
{%- set parts = compatible_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set tools = [] -%}
{%- for _ in parts.tools -%}
    {%- do tools.append(json_object("tool_objects", loop.index)) -%}
{%- endfor -%}
{%- set finding %}
    case
        when envelope_finding is not null then envelope_finding
        when count_finding is not null then count_finding
        when coalesce(input_tokens, output_tokens, total_tokens) is null
            and coalesce(pictures, audio_seconds, video_seconds) is null and tool_quantities is null
            then 'missing_usage|the payload reports no usage, which is not a usage of zero'
        when cached + written + audio_in + video_in > input_total
            then 'part_exceeds_whole|cached, cache-write, audio and video tokens > input ' || input_total
        when audio_out + image_out > output_total
            then 'part_exceeds_whole|audio and image tokens > output ' || output_total
        when reasoning_tokens > output_total and not coalesce(is_research, false)
            then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
        when total_tokens != input_total + output_total and audio_seconds is null
            then 'parts_miss_total|input and output do not add up to total ' || total_tokens
    end
{% endset -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['compatible']) }}) and not {{ is_in_anthropic_form() }}
),

-- Groq keeps the usage of a stream in a place of its own.
envelopes_with_streamed_usage as (
    {{ computed_once('envelopes', {
        'streamed': "case when record like '%\"x_groq\"%' then "
         ~ json_object_array('document', parts.streamed) ~ ' end',
    }) | indent(4) }}
),

envelopes_with_usage_object as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        payload_type,
        document,
        envelope_finding,
        coalesce({{ json_object('streamed', 1) }}, usage_object) as usage_object
    from envelopes_with_streamed_usage
),

fields_by_envelope as (
    {{ computed_once('envelopes_with_usage_object', {
        'fields': json_fields('usage_object', mapping),
        'tool_objects': "case when usage_object like '%tool%' then "
         ~ json_object_array('usage_object', parts.tools) ~ ' end',
    }) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        payload_type,
        document,
        usage_object,
        envelope_finding,
        coalesce({{ tools | join(', ') }}) as tool_object,
        {% for name in parts.counts -%}
        {{ agreed_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {% for name in parts.texts if name != 'cost' -%}
        {{ json_field('fields', mapping, name) }} as stated_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'cost') }} as raw_cost,
        {{ contradicting_counts('fields', mapping, parts.counts) | indent(8) }} as contradiction
    from fields_by_envelope
),

usage_objects_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ exact_decimal('stated_audio_seconds') }} as audio_seconds,
        {{ model_kind('raw_model') }} as model_kind,
        stated_outside is not null and stated_inclusive is null as is_cache_outside,
        -- Images and videos of xAI have a cost and no tokens.
        case
            when stated_ticks is not null and coalesce(raw_input_tokens, raw_output_tokens) is null
                then {{ json_array_size('document', parts.pictures) }}
        end as pictures,
        case
            when stated_ticks is not null and coalesce(raw_input_tokens, raw_output_tokens) is null
                then {{ exact_decimal(array_element(json_text_array('document', parts.video_seconds), 1)) }}
        end as video_seconds,
        case when tool_object is not null then {{ json_entry_quantities('tool_object', parts.tool_meters) }} end
            as tool_quantities
    from usage_objects
),

-- Tools and tokens that are counted by a name are metered by it.
usage_objects_with_unknown_counts as (
    {{ computed_once('usage_objects_with_counts', {
        'unknown_counts': "nullif(concat_ws(';', tool_quantities, "
         ~ unknown_counts('usage_object', parts.counts, parts.information) ~ "), '')",
    }) | indent(4) }}
),

usage_objects_with_totals as (
    select
        *,
        coalesce(
            contradiction,
            {{ count_finding(parts.counts) | indent(12) }},
            case
                when stated_audio_seconds not in ('', '{}') and coalesce(audio_seconds, -1) < 0
                    then 'invalid_count|prompt_audio_seconds is not a number of seconds'
            end
        ) as count_finding,
        coalesce(input_tokens, 0)
        + case when is_cache_outside then coalesce(cached_tokens, 0) + coalesce(written_tokens, 0) else 0 end
            as input_total,
        coalesce(output_tokens, 0)
        + case
            when total_tokens = coalesce(input_tokens, 0) + coalesce(output_tokens, 0) + reasoning_tokens
                then reasoning_tokens
            else 0
        end as output_total,
        -- Billed units leave out the cache.
        case when stated_billed_units is not null then 0 else coalesce(cached_tokens, 0) end as cached,
        platform = 'perplexity' and lower(raw_model) like '%deep-research%' as is_research,
        coalesce(written_tokens, 0) as written,
        coalesce(input_video_tokens, 0) as video_in,
        audio_seconds is not null and coalesce(payload_type, '') not like 'chat.completion%' as is_transcription,
        case
            when stated_inside is not null then coalesce(reasoning_tokens, 0) + coalesce(citation_tokens, 0)
            else 0
        end as research_inside
    from usage_objects_with_unknown_counts
),

usage_objects_with_modalities as (
    select
        *,
        case
            when model_kind = 'transcription' and input_audio_tokens is null and stated_input_text is null
                then greatest(input_total - cached - written - video_in, 0)
            else coalesce(input_audio_tokens, 0)
        end as audio_in,
        case
            when model_kind = 'speech' and output_audio_tokens is null and stated_output_text is null
                then greatest(output_total - coalesce(reasoning_tokens, 0), 0)
            else coalesce(output_audio_tokens, 0)
        end as audio_out,
        case
            when model_kind = 'image' and output_image_tokens is null and stated_output_text is null
                then greatest(output_total - coalesce(reasoning_tokens, 0), 0)
            else coalesce(output_image_tokens, 0)
        end as image_out
    from usage_objects_with_totals
),

usage_objects_with_finding as (
    {{ computed_once('usage_objects_with_modalities', {'finding': finding}) | indent(4) }}
)

select * from usage_objects_with_finding
