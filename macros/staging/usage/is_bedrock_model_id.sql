{#-
    Whether a name is an id of Amazon Bedrock: an ARN, or a name behind its maker and perhaps a geography, as in
    `us.anthropic.claude-opus-4-8`. NULL for NULL.
-#}
{% macro is_bedrock_model_id(name) -%}
    {{ regexp_matches('lower(' ~ name ~ ')', '^(arn:aws|([a-z-]+[.])?[a-z0-9]+[.][a-z])') }}
{%- endmacro %}
