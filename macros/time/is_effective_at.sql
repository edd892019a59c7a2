{#-
    Whether a moment is within a range of validity in UTC, which includes its start and not its end. A NULL end is open,
    and so is a NULL start if `is_open_at_start`.
-#}
{% macro is_effective_at(moment, valid_from, valid_until, is_open_at_start=false) -%}
    ({{ "(" ~ valid_from ~ " is null or " if is_open_at_start }}{{ moment }} >= {{ valid_from }}{{ ")" if is_open_at_start }}
    and ({{ valid_until }} is null or {{ moment }} < {{ valid_until }}))
{%- endmacro %}
