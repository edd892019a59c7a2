{#-
    The Bedrock id of the model of a run: a run is named as Anthropic names models, so it gets the geography and the
    maker of the id that was called. A run of the called model keeps the called id, with its version.

    Args: called: expression for the called id or ARN. run: for the name of the run's model, or NULL.
-#}
{% macro bedrock_run_model(called, run) -%}
    {%- set id = bedrock_model_id(called) -%}
    case
        when {{ run }} is null then {{ id }}
        when {{ id }} like '%.' || {{ run }} or {{ id }} like '%.' || {{ run }} || '-v%' then {{ id }}
        when {{ id }} like '%anthropic.%' and {{ run }} like 'claude-%'
            then {{ regexp_replace_all(id, 'anthropic[.].*$', 'anthropic.') }} || {{ run }}
        else {{ bedrock_model_id(run) }}
    end
{%- endmacro %}
