{#- The deployment scope that a priced model is called in, where its name shows it: in Amazon Bedrock. Else NULL. -#}
{% macro deployment_scope_of_model(platform, model) -%}
    case when {{ platform }} = 'bedrock' then {{ bedrock_deployment_scope(model) | indent(4) }} end
{%- endmacro %}
