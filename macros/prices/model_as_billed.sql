{#-
    The model that a bill can tell of one that was used. AWS bills the profile of a geography as the model itself, and only
    the global one apart; Google bills no version of a partner's model.
-#}
{% macro model_as_billed(platform, model) -%}
    case
        when {{ platform }} = 'bedrock'
            then {{ regexp_replace_all(model, '^(' ~ bedrock_geographies() | join('|') ~ ')[.]', '') }}
        when {{ platform }} = 'vertex' then {{ regexp_replace_all(model, '^(claude-.*)@.*$', '\\1') }}
        else {{ model }}
    end
{%- endmacro %}
