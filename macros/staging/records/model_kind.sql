{#-
    What a model speaks, draws or hears by its name: `speech`, `image` or `transcription`; NULL for any other model. It
    decides the modality of tokens only where a record states no modalities.
-#}
{% macro model_kind(model) -%}
    {%- set words = {
        'speech': 'tts|speech|native-audio|lyria',
        'image': 'image|images|imagen|nano-banana',
        'transcription': 'transcribe|transcription|whisper|asr|stt',
    } -%}
    case
        {% for kind, names in words.items() -%}
        when {{ regexp_matches('lower(' ~ model ~ ')', '(^|[^a-z])(' ~ names ~ ')([^a-z]|$)') }} then '{{ kind }}'
        {% endfor -%}
    end
{%- endmacro %}
