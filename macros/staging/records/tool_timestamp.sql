{#-
    A time as tools write it, as a UTC timestamp without zone: RFC 3339, the same without an offset, which these tools
    document as UTC, or the time since 1970 in seconds or smaller units. NULL for other text.
-#}
{% macro tool_timestamp(text) -%}
    {%- set stated -%}
        case when {{ regexp_matches(text, '^[0-9-]{10}[Tt ][0-9:.]+$') }} then {{ text }} || 'Z' else {{ text }} end
    {%- endset -%}
    coalesce({{ utc_timestamp(stated) }}, {{ epoch_text_to_timestamp(text) }})
{%- endmacro %}
