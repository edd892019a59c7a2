{#- An aggregate: the text of a group joined by a delimiter, in the order of another column. NULL is left out. -#}
{% macro joined_text(text, delimiter, order_by) %}
    {{- return(adapter.dispatch('joined_text', 'tokenbooks')(text, delimiter, order_by)) -}}
{% endmacro %}

{% macro default__joined_text(text, delimiter, order_by) -%}
    {{ dbt.listagg(text, "'" ~ delimiter ~ "'", 'order by ' ~ order_by) }}
{%- endmacro %}

{#- dbt's own version for Spark has no order. -#}
{% macro spark__joined_text(text, delimiter, order_by) -%}
    listagg({{ text }}, '{{ delimiter }}') within group (order by {{ order_by }})
{%- endmacro %}
