{#-
    The platform that bills, from the name of the provider in a gateway or trace: those of LiteLLM, of OpenTelemetry
    and of older instrumentations. A name that is not listed is kept in lower case, and an empty name gives NULL. The
    list is SQL and not a seed, because rows that are parsed once must follow from the record alone.
-#}
{% macro platform_name(name) -%}
    {%- set spellings = {
        'openai': ['text-completion-openai'],
        'azure': [
            'azure_ai', 'azure_text', 'azure.ai.openai', 'az.ai.openai', 'azure.ai.inference', 'az.ai.inference',
            'azure_openai', 'azure-openai'
        ],
        'anthropic': ['anthropic_text'],
        'bedrock': [
            'bedrock_converse', 'bedrock_mantle', 'aws.bedrock', 'aws_bedrock', 'amazon_bedrock', 'amazon-bedrock',
            'aws'
        ],
        'gemini_api': [
            'gemini', 'google', 'palm', 'gcp.gemini', 'google.generativeai', 'google_genai', 'google_ai_studio'
        ],
        'vertex': ['vertex_ai', 'vertex_ai_beta', 'vertexai', 'gcp.vertex_ai', 'google_vertexai', 'google-vertex'],
        'cohere': ['cohere_chat'],
        'together': ['together_ai'],
        'vllm': ['hosted_vllm'],
        'nvidia': ['nvidia_nim'],
        'ollama': ['ollama_chat'],
        'mistral': ['mistral_ai'],
        'watsonx': ['ibm.watsonx.ai', 'watsonx_text'],
        'xai': ['x_ai'],
        'perplexity': ['perplexity_ai'],
        'moonshot': ['moonshot_ai'],
        'github': ['github_models'],
    } -%}
    case
        {% for platform, names in spellings.items() -%}
        when lower({{ name }}) in ({{ text_list(names) }}) then '{{ platform }}'
        {% endfor -%}
        -- Vertex AI has one name for each family of models.
        when lower({{ name }}) like 'vertex!_ai-%' escape '!' then 'vertex'
        else nullif(lower({{ name }}), '')
    end
{%- endmacro %}
