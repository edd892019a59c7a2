{#-
    What reports in a file count, as one word, where its path below the account names an endpoint of OpenAI's usage API,
    as `openai_usage/org-1/completions/2026-03-02.json` does; NULL when it names none.
-#}
{% macro openai_endpoint_kind(file) -%}
    {%- set endpoints = {
        'completions': 'completions', 'embeddings': 'embeddings', 'moderations': 'moderations', 'images': 'images',
        'audio_speeches': 'audio_speeches', 'audio_transcriptions': 'audio_transcriptions',
        'vector_stores': 'vector_stores', 'code_interpreter_sessions': 'code_interpreter_sessions',
        'web_search_calls': 'web_searches', 'file_search_calls': 'file_searches',
    } -%}
    {%- set path = "'/' || lower(" ~ regexp_replace_all(file, '^[^/]*/[^/]*/', '') ~ ")" -%}
    case
        {% for endpoint, kind in endpoints.items() -%}
        when {{ matches(path, '[/._-]' ~ endpoint ~ '[/._-]') }} then '{{ kind }}'
        {% endfor -%}
    end
{%- endmacro %}
