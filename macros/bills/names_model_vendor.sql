{#-
    Whether text names a company that sells models, or a family of models, as a word of its own: "Claude Opus 5",
    `anthropic_pbc`, "GPT-6", `ClaudePlatform`. Such a service sells model usage, even if no rule reads its meters. The
    list is SQL and not a seed, because rows that are parsed once must follow from the record alone.

    Args: text: expression. A missing text names nothing.
-#}
{% macro names_model_vendor(text) -%}
    {%- set names = [
        'ai21', 'anthropic', 'chatgpt', 'claude', 'codestral', 'cohere', 'deepseek', 'gemini', 'gemma', 'glm', 'gpt',
        'grok', 'jamba', 'kimi', 'llama', 'magistral', 'minimax', 'ministral', 'mistral', 'moonshot', 'moonshotai',
        'nemotron', 'openai', 'perplexity', 'qwen', 'xai'
    ] -%}
    {%- set words = 'lower(' ~ text ~ " || ' ' || " ~ regexp_replace_all(text, '([a-z])([A-Z])', '\\1 \\2') ~ ')' -%}
    coalesce({{ regexp_matches(words, '(^|[^a-z])(' ~ names | join('|') ~ ')([^a-z]|$)') }}, false)
{%- endmacro %}
