{#-
    A value of a record that a finding quotes, such as a platform or a type, where it is a plain name; else a remark that it
    is not. The detail of a finding is shown to all who read the marts, and a text may hold part of a prompt.
-#}
{% macro plain_name(text) -%}
    case
        when {{ regexp_matches(text, '^[A-Za-z0-9_.:/@+-]{1,64}$') }} then {{ text }}
        when {{ text }} is not null then '(not a plain name)'
    end
{%- endmacro %}
