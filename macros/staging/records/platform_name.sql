{#-
    The platform that bills, from the name of the provider in a gateway, trace or bill. SDKs put the cloud or the maker
    first and the API that they call behind it: `openai.responses`, `AzureOpenAI`, `google.vertex.chat`. So the start of
    a name decides, and Bedrock, Vertex AI and Microsoft Foundry count wherever they are named. The API behind any other
    name is cut off, and LangChain's `Chat` before it, as in `ChatGroq`. A name that is not known is kept in lower case,
    and an empty name gives NULL. The rules are SQL and not a seed, because rows that are parsed once must follow from
    the record alone.
-#}
{% macro platform_name(name) -%}
    {%- set lower_name = 'lower(' ~ name ~ ')' -%}
    {%- set api = '([._ -](chat|completions?|responses|messages|(text)?embeddings?|image|speech|transcription))+$' -%}
    {%- set maker = regexp_replace_all(regexp_replace_all(lower_name, api, ''), '^chat([a-z_]+)$', '\\1') -%}
    {%- set spellings = {
        'fireworks_ai': ['fireworks', 'fireworksai'],
        'github': ['github_models'],
        'mistral': ['mistral_ai', 'mistralai'],
        'moonshot': ['moonshot_ai', 'moonshotai'],
        'nvidia': ['nvidia_nim'],
        'perplexity': ['perplexity_ai'],
        'together': ['together_ai', 'togetherai'],
        'vllm': ['hosted_vllm'],
        'watsonx': ['ibm.watsonx.ai', 'watsonx_text'],
        'xai': ['x_ai', 'x-ai', 'x.ai'],
    } -%}
    case
        when {{ regexp_matches(lower_name, '^az(ure|[._-])|foundry') }} then 'azure'
        when {{ lower_name }} like '%bedrock%' or {{ lower_name }} in ('aws', 'amazon') then 'bedrock'
        when {{ lower_name }} like '%vertex%' then 'vertex'
        -- Anyone may serve models through an API that is compatible with that of OpenAI.
        when {{ regexp_matches(lower_name, 'open[._ -]?ai[._ -](like|compatible)') }} then {{ maker }}
        when {{ regexp_matches(lower_name, '^(chat|text-completion-)?open[._ -]?ai([._ -]|$)') }} then 'openai'
        when {{ regexp_matches(lower_name, '^(chat)?anthropic([._ -]|$)') }} then 'anthropic'
        when {{ regexp_matches(lower_name, '^(gcp[._-]gemini|(chat)?(google|gemini|palm)(gen|ai|[._ -]|$))') }}
            then 'gemini_api'
        else nullif(
            case {{ maker }}
                {% for platform, names in spellings.items() -%}
                {% for name in names -%}
                when '{{ name }}' then '{{ platform }}'
                {% endfor -%}
                {% endfor -%}
                else {{ maker }}
            end, ''
        )
    end
{%- endmacro %}
