{#-
    A text of a record as a meter's name: in lower case if it is a plain name, else `unnamed`. All readers of the marts
    see the name, and a text in its place may hold part of a prompt.
-#}
{% macro plain_quantity_name(text) -%}
    case when {{ regexp_matches(text, '^[A-Za-z0-9_.:/@+-]{1,64}$') }} then lower({{ text }}) else 'unnamed' end
{%- endmacro %}
