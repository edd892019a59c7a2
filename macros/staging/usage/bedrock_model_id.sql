{#-
    The id of a Bedrock model or profile, which is the end of its ARN. The ARN of an application's own profile stays as
    it is, and needs an alias.
-#}
{% macro bedrock_model_id(model) -%}
    {{ regexp_replace_all(
        model, '^arn:aws[a-z-]*:bedrock:[^/]*:(foundation-model|inference-profile)/', ''
    ) }}
{%- endmacro %}
