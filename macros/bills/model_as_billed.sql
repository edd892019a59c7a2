{#-
    The model as a bill can name it. AWS bills the profile of a geography as the model itself, and only the global
    profile separately. Google does not bill the version of a partner's model.
-#}
{% macro model_as_billed(platform, model) -%}
    case
        when {{ platform }} = 'bedrock'
            then {{ regexp_replace_all(model, '^(' ~ bedrock_geographies() | join('|') ~ ')[.]', '') }}
        when {{ platform }} = 'vertex' then {{ regexp_replace_all(model, '^(claude-.*)@.*$', '\\1') }}
        else {{ model }}
    end
{%- endmacro %}
