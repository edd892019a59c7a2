{#- The meters of `usage_meters` that count tokens in columns of their own. -#}
{% macro token_meters() %}
    {{- return(usage_meters() | reject('equalto', 'extra_quantity') | list) -}}
{% endmacro %}
