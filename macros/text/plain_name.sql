{#-
    A value of a record for a finding to quote, such as a platform or a type, if it is a plain name; else the remark
    that it is not. All readers of the marts see the detail of a finding, and a text may hold part of a prompt.
-#}
{% macro plain_name(text) -%}
    case
        when {{ regexp_matches(text, '^[A-Za-z0-9_.:/@+-]{1,64}$') }} then {{ text }}
        when {{ text }} is not null then '(not a plain name)'
    end
{%- endmacro %}
