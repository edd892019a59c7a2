{#-
    What we read of usage objects of OpenAI and Azure OpenAI: counts under the names of Realtime (singular
    `input_token_details`), of Responses and Images (plural), of Chat (`prompt_`, `completion_`), and of the .NET SDK
    in PascalCase, which has `CachedTokenDetails` where the API has `cached_tokens_details`. `information` names counts
    that say more about others and are not meters. `served` and `request` are read of the payload, as no usage object
    states when a batch ran, what was read aloud, or which images and videos were made. `run` is what the Agents SDK
    writes of a run of several requests.
-#}
{% macro openai_usage_fields() %}
    {%- set input_details = ['input_token_details', 'input_tokens_details', 'prompt_tokens_details'] -%}
    {%- set output_details = ['output_token_details', 'output_tokens_details', 'completion_tokens_details'] -%}
    {#- What is billed beside an answer is counted as Responses does, without other spellings. -#}
    {%- set charge_counts = {
        'total_tokens': ['total_tokens'],
        'input_tokens': ['input_tokens'],
        'output_tokens': ['output_tokens'],
    } -%}
    {%- for modality in ['text', 'audio', 'image'] -%}
        {%- do charge_counts.update({
            'input_' ~ modality ~ '_tokens': ['input_tokens_details.' ~ modality ~ '_tokens'],
            'cached_' ~ modality ~ '_tokens':
                ['input_tokens_details.cached_tokens_details.' ~ modality ~ '_tokens'],
            'output_' ~ modality ~ '_tokens': ['output_tokens_details.' ~ modality ~ '_tokens'],
        }) -%}
    {%- endfor -%}
    {%- do charge_counts.update({
        'cached_tokens': ['input_tokens_details.cached_tokens'],
        'cache_write_tokens': ['input_tokens_details.cache_write_tokens'],
        'reasoning_tokens': ['output_tokens_details.reasoning_tokens'],
    }) -%}
    {{- return({
        'charge_counts': charge_counts,
        'counts': {
            'total_tokens': ['total_tokens', 'TotalTokenCount'],
            'input_tokens': ['input_tokens', 'prompt_tokens', 'InputTokenCount'],
            'output_tokens': ['output_tokens', 'completion_tokens', 'OutputTokenCount'],
            'input_text_tokens': nested_paths(input_details, 'text_tokens', ['InputTokenDetails.TextTokenCount']),
            'input_audio_tokens': nested_paths(
                input_details, 'audio_tokens', ['InputTokenDetails.AudioTokenCount', 'input_audio_tokens']
            ),
            'input_image_tokens': nested_paths(
                input_details, 'image_tokens', ['InputTokenDetails.ImageTokenCount', 'input_image_tokens']
            ),
            'cached_tokens': nested_paths(
                input_details, 'cached_tokens',
                ['InputTokenDetails.CachedTokenCount', 'cached_tokens', 'cache_read_tokens']
            ),
            'cached_text_tokens': nested_paths(
                input_details, 'cached_tokens_details.text_tokens',
                ['InputTokenDetails.CachedTokenDetails.TextTokenCount']
            ),
            'cached_audio_tokens': nested_paths(
                input_details, 'cached_tokens_details.audio_tokens',
                ['InputTokenDetails.CachedTokenDetails.AudioTokenCount', 'cache_audio_read_tokens']
            ),
            'cached_image_tokens': nested_paths(
                input_details, 'cached_tokens_details.image_tokens',
                ['InputTokenDetails.CachedTokenDetails.ImageTokenCount', 'cache_image_read_tokens']
            ),
            'cache_write_tokens': nested_paths(
                input_details, 'cache_write_tokens', ['InputTokenDetails.CacheWriteTokenCount', 'cache_write_tokens']
            ),
            'output_text_tokens': nested_paths(
                output_details, 'text_tokens', ['OutputTokenDetails.TextTokenCount']
            ),
            'output_audio_tokens': nested_paths(
                output_details, 'audio_tokens', ['OutputTokenDetails.AudioTokenCount', 'output_audio_tokens']
            ),
            'output_image_tokens': nested_paths(
                output_details, 'image_tokens', ['OutputTokenDetails.ImageTokenCount', 'output_image_tokens']
            ),
            'reasoning_tokens': nested_paths(
                output_details, 'reasoning_tokens', ['OutputTokenDetails.ReasoningTokenCount']
            ),
            'code_interpreter_sessions': ['sessions'],
            'stated_characters': ['characters'],
        },
        'information': [
            'accepted_prediction_tokens', 'rejected_prediction_tokens', 'AcceptedPredictionTokenCount',
            'RejectedPredictionTokenCount',
        ],
        'durations': {'seconds': ['seconds'], 'time_span': ['Duration']},
        'served': {
            'served_at': [
                'payload.response.body.completed_at', 'payload.response.body.created_at',
                'payload.response.body.created',
            ],
        },
        'request': {
            'input': ['payload.input'], 'size': ['payload.size'], 'quality': ['payload.quality'],
            'width': ['payload.width'], 'height': ['payload.height'], 'videos': ['payload.n_variants'],
            'video_seconds': ['payload.seconds', 'payload.n_seconds'],
        },
        'run': {'requests': ['requests'], 'run_input': ['input_tokens'], 'run_output': ['output_tokens']},
    }) -}}
{% endmacro %}
