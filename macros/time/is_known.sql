{#-
    Whether a delivery counts as known. With variable `as_of` set, the books are read as they could have been read then,
    and later deliveries are unknown. Without it, everything that has landed is known.
-#}
{% macro is_known(delivered_at) -%}
    {%- if var('as_of', none) is none -%} true
    {%- else -%} {{ delivered_at }} <= {{ as_of() }}
    {%- endif -%}
{%- endmacro %}
