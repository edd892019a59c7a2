{#- The sources of `raw` that hold usage: envelopes, and what gateways and traces write of themselves. -#}
{% macro usage_sources() %}
    {{- return(['usage'] + var('usage_gateways')) -}}
{% endmacro %}
