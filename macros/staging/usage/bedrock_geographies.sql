{#- The geographies that lead the ids of cross-region profiles of Amazon Bedrock. -#}
{% macro bedrock_geographies() %}
    {{- return(['us', 'eu', 'apac', 'jp', 'au', 'ca', 'us-gov']) -}}
{% endmacro %}
