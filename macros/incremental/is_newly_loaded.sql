{#-
    Whether a row arrived after the last one that this model has read. Deliveries are visible only as a whole and get ever
    later `loaded_at`, whatever the clock does, so nothing newer is missed and nothing older is read again. The bound is
    written as a literal, so that engines can leave out the parts of a table below it.
-#}
{% macro is_newly_loaded(loaded_at) -%}
    {%- set bound = last_value('loaded_at') if is_incremental() else none -%}
    {%- if bound is none -%} true
    {%- else -%} {{ newly_loaded_bound(loaded_at, bound) }}
    {%- endif -%}
{%- endmacro %}
