{#-
    Whether a moment is within a range of validity in UTC, which includes its start and not its end. A NULL end is open,
    and so is a NULL start if `is_open_at_start`.
-#}
{% macro is_effective_at(moment, valid_from, valid_until, is_open_at_start=false) -%}
    {%- set has_begun = moment ~ ' >= ' ~ valid_from -%}
    ({{ '(' ~ valid_from ~ ' is null or ' ~ has_begun ~ ')' if is_open_at_start else has_begun }}
    and ({{ valid_until }} is null or {{ moment }} < {{ valid_until }}))
{%- endmacro %}
