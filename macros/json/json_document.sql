{#-
    JSON text in the form from which an engine takes many values at the least cost: parsed on PostgreSQL, where every cast
    would parse it again, and as it stands on others, whose functions take all values in one pass over the text.
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
