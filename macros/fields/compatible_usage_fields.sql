{#-
    What we read of usage objects in OpenAI's form from other platforms: counts under the names of the Chat and
    Responses APIs and of platforms that have their own, and the units that Cohere bills. `information` names counts
    that say more about others and are not meters. `texts` are fields whose presence decides how counts are meant:
    `inside` puts Perplexity's reasoning inside the output, `outside` is Anthropic's way to name a cache that the input
    leaves out, `inclusive` shows OpenAI's, and `input_text` and `output_text` show that modalities are stated.
    `requests` is the number of requests that are summed up.
-#}
{% macro compatible_usage_fields() %}
    {%- set input_details = ['prompt_tokens_details', 'input_tokens_details'] -%}
    {%- set output_details = ['completion_tokens_details', 'output_tokens_details'] -%}
    {{- return({
        'counts': {
            'total_tokens': ['total_tokens'],
            'input_tokens': ['billed_units.input_tokens', 'prompt_tokens', 'input_tokens'],
            'cached_tokens': nested_paths(
                input_details, 'cached_tokens', [
                    'cached_tokens', 'num_cached_tokens', 'prompt_cache_hit_tokens', 'cached_prompt_text_tokens',
                    'cache_read_tokens', 'cache_read_input_tokens',
                ]
            ),
            'written_tokens': nested_paths(
                input_details, 'cache_write_tokens', ['cache_write_tokens', 'cache_creation_input_tokens']
            ),
            'input_audio_tokens': nested_paths(input_details, 'audio_tokens'),
            'input_video_tokens': nested_paths(input_details, 'video_tokens'),
            'output_tokens': ['billed_units.output_tokens', 'completion_tokens', 'output_tokens'],
            'output_audio_tokens': nested_paths(output_details, 'audio_tokens'),
            'output_image_tokens': nested_paths(output_details, 'image_tokens'),
            'reasoning_tokens': nested_paths(
                output_details, 'reasoning_tokens', ['reasoning_tokens', 'output_reasoning_tokens']
            ),
            'citation_tokens': ['citation_tokens', 'output_citation_tokens'],
            'searches': ['num_search_queries'],
        },
        'information': [
            'accepted_prediction_tokens', 'rejected_prediction_tokens', 'prompt_cache_miss_tokens', 'text_tokens',
            'prompt_text_tokens', 'prompt_image_tokens',
        ],
        'texts': {
            'billed_units': ['billed_units'],
            'inside': ['output_reasoning_tokens'],
            'outside': ['cache_read_input_tokens', 'cache_creation_input_tokens'],
            'inclusive': ['prompt_tokens', 'total_tokens'],
            'input_text': nested_paths(input_details, 'text_tokens'),
            'output_text': nested_paths(output_details, 'text_tokens'),
            'requests': ['requests'],
        },
    }) -}}
{% endmacro %}
