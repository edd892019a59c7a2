{#-
    The columns `audio_in`, `image_in`, `video_in`, `audio_out` and `image_out`: the tokens of a modality, whole and not
    NULL. What a record does not split has the modality of its kind: a transcription hears its input, speech and images
    are output. Reads `kind`, `input_total`, `output_total` and the stated `<side>_<modality>_tokens`.

    Args: model: expression for the name of the model.
-#}
{% macro modality_columns(model) -%}
    {%- set makes_images = makes_images('kind', model, 'output_total', 'output_text_tokens') -%}
    {{ unsplit_modality('input', 'audio', ['text', 'image'], "kind = 'transcription'") }} as audio_in,
        coalesce(input_image_tokens, 0) as image_in,
        coalesce(input_video_tokens, 0) as video_in,
        {{ unsplit_modality('output', 'audio', ['text', 'image'], "kind = 'speech'") }} as audio_out,
        {{ unsplit_modality('output', 'image', ['text', 'audio'], makes_images) }} as image_out
{%- endmacro %}
