{#- Hook that writes down that a build has begun: until it has ended, the marts are in the making. -#}
{% macro build_started() -%}
    {%- if is_building() -%}
        {%- do write_build_entry('started', 0, [], []) -%}
    {%- endif -%}
{%- endmacro %}
