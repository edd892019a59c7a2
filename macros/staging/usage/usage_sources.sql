{#- The sources of `raw` that hold usage: envelopes, and the own records of gateways and traces. -#}
{% macro usage_sources() %}
    {{- return(['usage'] + var('usage_gateways')) -}}
{% endmacro %}
