{#-
    The meters that a usage event can carry, each with its unit: the columns of the staging models and, one row each, of
    the costs. A test holds the list against the registry in seeds/reference/meters.csv.
-#}
{% macro usage_meters() %}
    {{- return({
        'text_input': 'tokens',
        'text_cached_input': 'tokens',
        'text_cache_write': 'tokens',
        'text_output': 'tokens',
        'audio_input': 'tokens',
        'audio_cached_input': 'tokens',
        'audio_output': 'tokens',
        'image_input': 'tokens',
        'image_cached_input': 'tokens',
        'image_output': 'tokens',
        'transcription_seconds': 'seconds',
        'code_interpreter_session': 'sessions',
    }) -}}
{% endmacro %}
