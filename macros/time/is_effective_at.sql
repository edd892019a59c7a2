{#- Half-open validity in UTC: from the first instant, up to but not including the last; a NULL end is open. -#}
{% macro is_effective_at(moment, valid_from, valid_until) -%}
    ({{ moment }} >= {{ valid_from }} and ({{ valid_until }} is null or {{ moment }} < {{ valid_until }}))
{%- endmacro %}
