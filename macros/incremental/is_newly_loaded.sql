{#-
    Whether a row arrived after the last one that this model has read. A delivery is visible only as a whole, and
    `loaded_at` always increases, whatever the clock does. So nothing newer is missed and nothing older is read again.
    The bound is a literal, so that engines can skip the parts of a table below it.
-#}
{% macro is_newly_loaded(loaded_at) -%}
    {%- set bound = last_value('loaded_at') if is_incremental() else none -%}
    {%- if bound is none -%} true
    {%- else -%} {{ newly_loaded_bound(loaded_at, bound) }}
    {%- endif -%}
{%- endmacro %}
