{#-
    One element of a `json_object_array` as JSON text when it is an object; NULL when it is missing or not an object.
-#}
{% macro json_object(array, position) -%}
    {%- set element = 'cast(' ~ array_element(array, position) ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    case when substring({{ element }}, 1, 1) = '{' then {{ element }} end
{%- endmacro %}
