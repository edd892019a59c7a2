{#-
    What we read of Gemini's usage metadata: counts under the names of the API (camelCase), the Python SDK
    (snake_case), the Live API (`response…`) and the OpenAI-compatible API, and the lists that split a count by
    modality. Pages of a document are read as text and images and priced as text. `information` names counts that say
    more about others and are not meters. `modality_sums` names a sum for each list and modality, and one for the
    modalities of each list that are unknown.
-#}
{% macro google_usage_fields() %}
    {%- set output_details = ['completion_tokens_details', 'output_tokens_details'] -%}
    {%- set lists = {
        'prompt': ['promptTokensDetails', 'promptTokenDetails', 'prompt_tokens_details'],
        'cached': ['cacheTokensDetails', 'cache_tokens_details'],
        'candidates': [
            'candidatesTokensDetails', 'candidates_tokens_details', 'responseTokensDetails',
            'response_tokens_details',
        ],
        'tool': ['toolUsePromptTokensDetails', 'tool_use_prompt_tokens_details'],
    } -%}
    {%- set modalities = {
        'listed_text': ['TEXT', 'DOCUMENT', 'MODALITY_UNSPECIFIED'],
        'image': ['IMAGE'],
        'audio': ['AUDIO'],
        'video': ['VIDEO'],
    } -%}
    {%- set sums = [] -%}
    {%- for list in lists -%}
        {%- for modality in modalities.keys() | list + ['unknown'] -%}
            {%- do sums.append(list ~ '_' ~ modality) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return({
        'counts': {
            'prompt_tokens': ['promptTokenCount', 'prompt_token_count', 'prompt_tokens', 'input_tokens'],
            'cached_tokens': [
                'cachedContentTokenCount', 'cached_content_token_count', 'prompt_tokens_details.cached_tokens',
                'input_tokens_details.cached_tokens',
            ],
            'candidates_tokens': [
                'candidatesTokenCount', 'candidates_token_count', 'responseTokenCount', 'response_token_count',
                'completion_tokens', 'output_tokens',
            ],
            'thoughts_tokens': ['thoughtsTokenCount', 'thoughts_token_count'],
            'tool_tokens': ['toolUsePromptTokenCount', 'tool_use_prompt_token_count'],
            'total_tokens': ['totalTokenCount', 'total_token_count', 'total_tokens'],
            'output_audio_tokens': nested_paths(output_details, 'audio_tokens'),
            'output_image_tokens': nested_paths(output_details, 'image_tokens', ['output_image_tokens']),
        },
        'information': [
            'text_tokens', 'reasoning_tokens', 'accepted_prediction_tokens', 'rejected_prediction_tokens',
        ],
        'texts': {'compatible': ['prompt_tokens', 'completion_tokens']},
        'modality_lists': lists,
        'modality_counts': ['tokenCount', 'token_count'],
        'modalities': modalities,
        'modality_sums': sums,
    }) -}}
{% endmacro %}
