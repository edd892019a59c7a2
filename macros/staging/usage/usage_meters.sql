{#-
    The meters that have columns of their own, each with its unit: the token meters that calls report day by day. All
    other registered meters (calls, seconds, images, characters, sessions, rare kinds of tokens) share the columns
    `extra_quantity` and `extra_meter`: an event carries at most one of them. A call that has more is several events,
    see `extra_quantities`. A test compares the list with the registry in seeds/reference/meters.csv.
-#}
{% macro usage_meters() %}
    {{- return({
        'text_input': 'tokens',
        'text_cached_input': 'tokens',
        'text_cache_write': 'tokens',
        'text_cache_write_5m': 'tokens',
        'text_cache_write_1h': 'tokens',
        'text_output': 'tokens',
        'audio_input': 'tokens',
        'audio_cached_input': 'tokens',
        'audio_output': 'tokens',
        'image_input': 'tokens',
        'image_cached_input': 'tokens',
        'image_output': 'tokens',
        'video_input': 'tokens',
        'video_cached_input': 'tokens',
        'extra_quantity': 'any',
    }) -}}
{% endmacro %}
