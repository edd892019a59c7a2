{#- Whole seconds since 1970-01-01T00:00:00Z as a UTC timestamp without zone. -#}
{% macro epoch_to_timestamp(seconds) %}
    {{- return(adapter.dispatch('epoch_to_timestamp', 'tokenbooks')(seconds)) -}}
{% endmacro %}

{% macro default__epoch_to_timestamp(seconds) -%}
    cast(to_timestamp({{ seconds }}) at time zone 'UTC' as timestamp)
{%- endmacro %}
