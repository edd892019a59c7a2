{#-
    Whether the dates with slashes of a whole file have the day first. A file has one order of dates: one date that
    shows the order decides for all others, which may fit both orders. The documented order, month first, holds where
    no date shows one. NULL where dates show both orders: then no date of the file can be trusted.

    Args: texts: expressions of all dates of a row. file: columns that identify a file.
-#}
{% macro day_first_file(texts, file) -%}
    {%- set small = '(0?[1-9]|1[0-2])' -%}
    {%- set large = '(1[3-9]|2[0-9]|3[01])' -%}
    {%- set shows = {'day': [], 'month': []} -%}
    {%- for text in texts -%}
        {%- do shows.day.append(regexp_matches(text, '^' ~ large ~ '/' ~ small ~ '/[0-9]{4}')) -%}
        {%- do shows.month.append(regexp_matches(text, '^' ~ small ~ '/' ~ large ~ '/[0-9]{4}')) -%}
    {%- endfor -%}
    {%- set is_shown = {} -%}
    {%- for order, matches in shows.items() -%}
        {%- do is_shown.update({
            order: 'max(case when ' ~ matches | join(' or ') ~ ' then 1 else 0 end) over (partition by '
                ~ file | join(', ') ~ ') = 1'
        }) -%}
    {%- endfor -%}
    case when {{ is_shown.day }} and {{ is_shown.month }} then null else {{ is_shown.day }} end
{%- endmacro %}
