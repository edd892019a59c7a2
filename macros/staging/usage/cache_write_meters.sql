{#-
    Meters of the tokens written to the cache, {meter: expression}. Anthropic's models report how long the tokens live,
    five minutes where a record does not say; other providers do not report it.

    Args: written: all written tokens, not NULL. written_1h: those that live an hour, or NULL. is_timed: whether the
    provider prices them by lifetime.
-#}
{% macro cache_write_meters(written, written_1h, is_timed) %}
    {{- return({
        'text_cache_write': 'case when ' ~ is_timed ~ ' then 0 else ' ~ written ~ ' end',
        'text_cache_write_5m':
            'case when ' ~ is_timed ~ ' then ' ~ written ~ ' - coalesce(' ~ written_1h ~ ', 0) else 0 end',
        'text_cache_write_1h': 'case when ' ~ is_timed ~ ' then coalesce(' ~ written_1h ~ ', 0) else 0 end',
    }) -}}
{% endmacro %}
