{#-
    The instant of a billing export in the RFC 3339 form that `utc_timestamp` reads. It may have a space for the `T`,
    `UTC` for the `Z`, an offset of hours, no time, or no zone, which means UTC. Other text stays as it is.
-#}
{% macro export_instant(text) -%}
    {%- set joined = regexp_replace_all('trim(' ~ text ~ ')', '^([0-9]{4}-[0-9]{2}-[0-9]{2})[ Tt]', '\\1T') -%}
    {%- set zoned = regexp_replace_all(joined, ' ?UTC$', 'Z') -%}
    {%- set timed = regexp_replace_all(zoned, '^([0-9]{4}-[0-9]{2}-[0-9]{2})$', '\\1T00:00:00Z') -%}
    {%- set offset = regexp_replace_all(timed, '(T[0-9:.]+[+-][0-9]{2})$', '\\1:00') -%}
    {{ regexp_replace_all(offset, '(T[0-9:.]+)$', '\\1Z') }}
{%- endmacro %}
