{#-
    Who bills, in our names, from the name that a gateway or a trace has for the provider: LiteLLM's, OpenTelemetry's
    and those of older instrumentations. A name that is not listed stands for itself in lower case, and an empty one
    for nobody. In SQL and not in a seed, because the rows that are parsed once must follow from the record alone.
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
        -- One name for each family of models there.
        when lower({{ name }}) like 'vertex!_ai-%' escape '!' then 'vertex'
        else nullif(lower({{ name }}), '')
    end
{%- endmacro %}
