{#-
    The columns `audio_in`, `image_in`, `video_in`, `audio_out` and `image_out`: the tokens of a modality, whole and not
    NULL. What a record does not split has the modality of its kind: a transcription hears its input, speech and images
    are output. Reads `kind`, `input_total`, `output_total` and the stated `<side>_<modality>_tokens`.

    Args: model: expression for the name of the model.
-#}
{% macro modality_columns(model) -%}
    {%- set kinds = {
        'audio_in': ["kind = 'transcription'", 'input', 'audio', ['text', 'image']],
        'audio_out': ["kind = 'speech'", 'output', 'audio', ['text', 'image']],
        'image_out': [
            makes_images('kind', model, 'output_total', 'output_text_tokens'), 'output', 'image', ['text', 'audio'],
        ],
    } -%}
    {%- for name, (condition, side, modality, others) in kinds.items() -%}
    coalesce(
            {{ side }}_{{ modality }}_tokens,
            case
                when {{ condition }}
                    then greatest(
                        {{ side }}_total
                        {%- for other in others %} - coalesce({{ side }}_{{ other }}_tokens, 0){% endfor -%}
                        , 0
                    )
            end,
            0
        ) as {{ name }},
        {% endfor -%}
    coalesce(input_image_tokens, 0) as image_in,
        coalesce(input_video_tokens, 0) as video_in
{%- endmacro %}
