{#-
    Hook that records that a build has begun, and what it is about to make. The marts are incomplete until the build has
    ended.
-#}
{% macro build_started() -%}
    {%- if writes_models() -%}
        {%- do write_build_entry('started', 0, [], []) -%}
        {%- do record_relations() -%}
    {%- endif -%}
{%- endmacro %}
