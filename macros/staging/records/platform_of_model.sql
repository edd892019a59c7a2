{#-
    The platform that bills, from the name of a model alone: a leading `azure/`, the ids of Amazon Bedrock and Vertex
    AI, and the families that their makers sell themselves. NULL when the name does not show it.
-#}
{% macro platform_of_model(model) -%}
    {%- set name = 'lower(' ~ model ~ ')' -%}
    {%- set profile = '^((us|eu|apac|jp|au|ca|us-gov|global)[.])?' -%}
    {%- set makers = '(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer)[.]' -%}
    {%- set openai = '^(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-|whisper-|tts-|dall-e-|ft:|computer-use-)' -%}
    case
        when {{ regexp_matches(name, '^(azure(_ai|_text)?|bedrock|vertex_ai|gemini|openai|anthropic)/') }}
            then {{ platform_name(regexp_replace_all(model, '/.*$', '')) }}
        when {{ regexp_matches(name, profile ~ makers) }} or {{ regexp_matches(name, '^arn:aws') }} then 'bedrock'
        when {{ regexp_matches(name, '^claude-.*@') }} then 'vertex'
        when {{ regexp_matches(name, '^claude-') }} then 'anthropic'
        when {{ regexp_matches(name, '^(models/)?gemini-') }} then 'gemini_api'
        when {{ regexp_matches(name, openai) }} then 'openai'
    end
{%- endmacro %}
