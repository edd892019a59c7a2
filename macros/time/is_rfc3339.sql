{#-
    Whether text is an RFC 3339 date-time with an offset, on a day that exists, from 1970 to 2199. Engines disagree
    about the year 0000, and no call is that far away.
-#}
{% macro is_rfc3339(text) -%}
    {%- set date = '(19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?' -%}
    {%- set offset = '([Zz]|[+-](0[0-9]|1[0-4]):?[0-5][0-9])' -%}
    ({{ regexp_matches(text, '^' ~ date ~ '[Tt ]' ~ time ~ offset ~ '$') }} and {{ is_calendar_day(text) }})
{%- endmacro %}
