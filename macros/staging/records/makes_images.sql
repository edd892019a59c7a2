{#-
    Whether tokens that state no modality are images: those of an image model. A Gemini image model may answer in text,
    so an answer with fewer tokens than any image has is text.

    Args: kind: column with `model_kind`. model: expression for the name of the model. output: column of the tokens.
    text: column of the tokens of text, if the record may state them: then the others are images.
-#}
{% macro makes_images(kind, model, output, text=none) -%}
    {{ kind }} = 'image'
                and not (
                    {% if text -%}
                    {{ text }} is null and {% endif -%}
                    {{ output }} < {{ google_usage_fields().smallest_image }}
                    and {{ regexp_matches('lower(' ~ model ~ ')', '(gemini|nano-banana)') }}
                )
{%- endmacro %}
