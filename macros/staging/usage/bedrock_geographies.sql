{#- The geographies that are prefixes of cross-region profile ids in Amazon Bedrock. -#}
{% macro bedrock_geographies() %}
    {{- return(['us', 'eu', 'apac', 'jp', 'au', 'ca', 'in', 'us-gov']) -}}
{% endmacro %}
