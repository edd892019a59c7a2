{#-
    What we read of Gemini's usage metadata: counts under the names of the API (camelCase), the Python SDK
    (snake_case), the Live API (`response…`), the Interactions API (`total_…`) and the OpenAI-compatible API, and
    the lists that split a count by modality. Pages of a document are read as text and images and priced as text.
    `information` names counts that say more about others and are not meters. `modality_sums` names a sum for each list
    and modality, and one for the modalities of each list that are unknown. `tool_lists` count grounding by tool, and
    `tool_tags` are the tools that we know.

    `smallest_image` is fewer tokens than any image has: an image model may also answer in text.

    The others are read of the payload, where only some records have them: usage inside the answer of a batch or an
    event, its ids, `grounding`, which are the objects that say what grounded an answer, `searched`, which are the
    lists of queries in them, `maps_token`, which shows in them an answer from Google Maps, and what a generated video
    states of itself.
-#}
{% macro google_usage_fields() %}
    {%- set output_details = ['completion_tokens_details', 'output_tokens_details'] -%}
    {%- set lists = {
        'prompt': [
            'promptTokensDetails', 'promptTokenDetails', 'prompt_tokens_details', 'input_tokens_by_modality',
            'inputTokensByModality',
        ],
        'cached': [
            'cacheTokensDetails', 'cache_tokens_details', 'cached_tokens_by_modality', 'cachedTokensByModality',
        ],
        'candidates': [
            'candidatesTokensDetails', 'candidates_tokens_details', 'responseTokensDetails',
            'response_tokens_details', 'output_tokens_by_modality', 'outputTokensByModality',
        ],
        'tool': [
            'toolUsePromptTokensDetails', 'tool_use_prompt_tokens_details', 'tool_use_tokens_by_modality',
            'toolUseTokensByModality',
        ],
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
    {%- set searched = {'web': [], 'image': []} -%}
    {%- set grounding = [] -%}
    {%- for place in [
        'payload.candidates[*].', 'payload.response.candidates[*].', 'payload.', 'payload.serverContent.',
        'payload.server_content.',
    ] -%}
        {%- do grounding.extend([place ~ 'groundingMetadata', place ~ 'grounding_metadata']) -%}
        {%- for kind, queries in searched.items() -%}
            {%- do queries.append(place ~ 'groundingMetadata.' ~ kind ~ 'SearchQueries') -%}
            {%- do queries.append(place ~ 'grounding_metadata.' ~ kind ~ '_search_queries') -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return({
        'counts': {
            'prompt_tokens': [
                'promptTokenCount', 'prompt_token_count', 'prompt_tokens', 'input_tokens', 'total_input_tokens',
                'totalInputTokens',
            ],
            'cached_tokens': [
                'cachedContentTokenCount', 'cached_content_token_count', 'prompt_tokens_details.cached_tokens',
                'input_tokens_details.cached_tokens', 'total_cached_tokens', 'totalCachedTokens',
            ],
            'candidates_tokens': [
                'candidatesTokenCount', 'candidates_token_count', 'responseTokenCount', 'response_token_count',
                'completion_tokens', 'output_tokens', 'total_output_tokens', 'totalOutputTokens',
            ],
            'thoughts_tokens': [
                'thoughtsTokenCount', 'thoughts_token_count', 'total_thought_tokens', 'totalThoughtTokens',
            ],
            'tool_tokens': [
                'toolUsePromptTokenCount', 'tool_use_prompt_token_count', 'total_tool_use_tokens',
                'totalToolUseTokens',
            ],
            'total_tokens': ['totalTokenCount', 'total_token_count', 'total_tokens', 'totalTokens'],
            'output_audio_tokens': nested_paths(output_details, 'audio_tokens'),
            'output_image_tokens': nested_paths(output_details, 'image_tokens', ['output_image_tokens']),
        },
        'information': [
            'text_tokens', 'reasoning_tokens', 'accepted_prediction_tokens', 'rejected_prediction_tokens',
        ],
        'texts': {'compatible': ['prompt_tokens', 'completion_tokens'], 'requests': ['requests']},
        'modality_lists': lists,
        'modality_counts': ['tokenCount', 'token_count', 'tokens'],
        'modalities': modalities,
        'modality_sums': sums,
        'smallest_image': 500,
        'tool_lists': {'tools': ['grounding_tool_count', 'groundingToolCount']},
        'tool_tags': {'searches': 'GOOGLE_SEARCH', 'maps': 'GOOGLE_MAPS'},
        'inner_usage_objects': [
            'payload.response.usageMetadata', 'payload.response.usage_metadata', 'payload.interaction.usage',
        ],
        'inner_texts': {
            'id': [
                'payload.response.responseId', 'payload.response.response_id', 'payload.response_id',
                'payload.interaction.id',
            ],
            'model': [
                'payload.response.modelVersion', 'payload.response.model_version', 'payload.model_version',
                'payload.interaction.model', 'payload.interaction.agent', 'payload.agent',
            ],
            'batch': ['payload.key', 'payload.metadata.key', 'payload.processed_time'],
            'status': ['payload.interaction.status'],
        },
        'grounding': grounding,
        'searched': searched,
        'maps_token': '(googleMapsWidgetContextToken|google_maps_widget_context_token)',
        'videos': [
            'payload.response.generateVideoResponse.generatedSamples', 'payload.response.generatedVideos',
            'payload.response.generated_videos', 'payload.response.videos', 'payload.generatedVideos',
            'payload.generated_videos', 'payload.videos',
        ],
        'video_texts': {
            'seconds': [
                'payload.parameters.durationSeconds', 'payload.request.parameters.durationSeconds',
                'payload.config.durationSeconds', 'payload.config.duration_seconds', 'payload.usage.duration_seconds',
                'payload.usage.video_duration_seconds',
            ],
            'resolution': [
                'payload.parameters.resolution', 'payload.request.parameters.resolution', 'payload.config.resolution',
            ],
            'has_sound': [
                'payload.parameters.generateAudio', 'payload.request.parameters.generateAudio',
                'payload.config.generateAudio', 'payload.config.generate_audio',
            ],
        },
    }) -}}
{% endmacro %}
