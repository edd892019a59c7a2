{#- Whether text is an RFC 3339 date-time with an offset, on a day that exists. -#}
{% macro is_rfc3339(text) -%}
    (
        {{ matches(text, '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?([Zz]|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$') }}
        and {{ is_calendar_day(text) }}
    )
{%- endmacro %}
