{#-
    The meter of the search that a search model of OpenAI runs for each answer and reports nowhere; NULL for any other
    model.

    Args: platform, model: columns or expressions.
-#}
{% macro search_model_meter(platform, model) -%}
    case
            when {{ platform }} in ('openai', 'azure') and {{ regexp_matches('lower(' ~ model ~ ')', '-search-preview') }}
                then 'web_search_preview_call'
            when {{ platform }} in ('openai', 'azure') and {{ regexp_matches('lower(' ~ model ~ ')', '-search-api') }}
                then 'web_search_call'
        end
{%- endmacro %}
