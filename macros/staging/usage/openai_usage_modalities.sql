{#-
    The CTEs that split the counts of usage objects of OpenAI by modality, before they are checked, up to
    `parts_with_cached_text`. `text_in`, `audio_in` and `image_in` include their cached part, as OpenAI counts. A part
    that the object leaves out is what the stated parts leave of their whole. That is text, unless the kind of call or
    the model shows another modality: a transcription hears audio, speech is audio, and an image model makes images.

    Args: counts: CTE with the columns of `whole_counts`, `called_model`, `payload_type`, and `data_items`, the
    number of items that an Images answer lists.
-#}
{% macro openai_usage_modalities(counts) -%}
    {%- set is_transcription -%}
    called_model like '%transcribe%' or called_model like '%whisper%'
                    or payload_type in (
                        'transcript.text.done', 'conversation.item.input_audio_transcription.completed'
                    )
    {%- endset -%}
    {%- set is_speech = "called_model like '%tts%' or payload_type = 'speech.audio.done'" -%}
    {%- set is_image -%}
    called_model like '%image%' or data_items > 0
                    or payload_type in ('image_generation.completed', 'image_edit.completed')
    {%- endset -%}
    parts_with_totals as (
        select
            *,
            coalesce(
                input_tokens, input_text_tokens + coalesce(input_audio_tokens, 0) + coalesce(input_image_tokens, 0)
            ) as input_total,
            coalesce(
                output_tokens, output_text_tokens + coalesce(output_audio_tokens, 0) + coalesce(output_image_tokens, 0)
            ) as output_total,
            coalesce(
                cached_tokens,
                coalesce(cached_text_tokens, 0) + coalesce(cached_audio_tokens, 0) + coalesce(cached_image_tokens, 0)
            ) as cached,
            coalesce(cached_text_tokens, cached_audio_tokens, cached_image_tokens) is not null as has_cached_split,
            coalesce(cache_write_tokens, 0) as text_written
        from {{ counts }}
    ),

    parts_by_modality as (
        select
            *,
            {{ unsplit_modality('input', 'audio', ['text', 'image'], is_transcription) | indent(4) }} as audio_in,
            coalesce(input_image_tokens, 0) as image_in,
            {{ unsplit_modality('output', 'audio', ['text', 'image'], is_speech) | indent(4) }} as audio_out,
            {{ unsplit_modality('output', 'image', ['text', 'audio'], is_image) | indent(4) }} as image_out
        from parts_with_totals
    ),

    parts_with_cached_media as (
        select
            *,
            coalesce(input_text_tokens, input_total - audio_in - image_in) as text_in,
            coalesce(output_text_tokens, output_total - audio_out - image_out) as text_out,
            case
                when has_cached_split then coalesce(cached_audio_tokens, 0)
                when audio_in > 0 and audio_in = input_total then cached
                else 0
            end as cached_audio,
            case
                when has_cached_split then coalesce(cached_image_tokens, 0)
                when image_in > 0 and image_in = input_total then cached
                else 0
            end as cached_image
        from parts_by_modality
    ),

    parts_with_cached_text as (
        select
            *,
            case
                when has_cached_split and cached_text_tokens is not null then cached_text_tokens
                else cached - cached_audio - cached_image
            end as cached_text
        from parts_with_cached_media
    )
{%- endmacro %}
