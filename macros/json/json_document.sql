{#-
    JSON text in the form from which an engine reads many values at the least cost. PostgreSQL gets it parsed, as every
    cast would parse it again; the functions of other engines read all values in one pass over the text.
-#}
{% macro json_document(text) %}
    {{- return(adapter.dispatch('json_document', 'tokenbooks')(text)) -}}
{% endmacro %}

{% macro default__json_document(text) -%}
    {{ text }}
{%- endmacro %}

{% macro postgres__json_document(text) -%}
    cast({{ text }} as jsonb)
{%- endmacro %}
