{#-
    The instant of a bill in the RFC 3339 form that `utc_timestamp` reads. A date alone is its midnight, and an instant
    without a zone is in UTC, as are `... UTC` and an offset of hours alone. Month, day and year with slashes count
    only where the caller knows that the month is first. Text of another form stays as it is.

    Args: text: expression. is_month_first: condition.
-#}
{% macro bill_instant(text, is_month_first) -%}
    {%- set year = "split_part(split_part(" ~ text ~ ", '/', 3), ' ', 1)" -%}
    {%- set dated -%}
        case
            when {{ regexp_matches(text, '^[0-9]{1,2}/[0-9]{1,2}/(20)?[0-9]{2}( .*)?$') }} and {{ is_month_first }}
                then case when length({{ year }}) = 2 then '20' else '' end || {{ year }}
                    || '-' || lpad(split_part({{ text }}, '/', 1), 2, '0')
                    || '-' || lpad(split_part({{ text }}, '/', 2), 2, '0')
            else trim({{ text }})
        end
    {%- endset -%}
    {%- set ns = namespace(instant=dated) -%}
    {%- for pattern, replacement in [
        ('^([0-9-]{10})$', '\\1T00:00:00'),
        ('([Tt ][0-9]{2}:[0-9]{2})([^:]|$)', '\\1:00\\2'),
        (' ?UTC$', 'Z'),
        (' ([+-][0-9:]+)$', '\\1'),
        ('^([0-9-]{10}[Tt ][0-9:.]+)$', '\\1Z'),
        ('(:[0-9.]+[+-][0-9]{2})$', '\\1:00'),
    ] -%}
        {%- set ns.instant = regexp_replace_all(ns.instant, pattern, replacement) -%}
    {%- endfor -%}
    {{ ns.instant }}
{%- endmacro %}
