{#-
    Hook that writes down that a build has begun, and what it is about to make. Until it has ended, the marts are in the
    making.
-#}
{% macro build_started() -%}
    {%- if is_building() -%}
        {%- do write_build_entry('started', 0, [], []) -%}
        {%- do record_relations() -%}
    {%- endif -%}
{%- endmacro %}
