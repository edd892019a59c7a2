{#-
    What we read of OpenAI's own usage reports: the period of a bucket or of an export's row, with the `result_object`
    that the loader adds, and the counts and texts of a result. `required_counts` names the count that a result of each
    kind must have.
-#}
{% macro openai_report_fields() %}
    {{- return({
        'period': {'start_time': ['start_time'], 'end_time': ['end_time'], 'result_object': ['result_object']},
        'counts': {
            'input_tokens': ['input_tokens'],
            'cached_tokens': ['input_cached_tokens'],
            'written_tokens': ['input_cache_write_tokens'],
            'uncached_tokens': ['input_uncached_tokens'],
            'text_tokens': ['input_text_tokens'],
            'cached_text_tokens': ['input_cached_text_tokens'],
            'audio_tokens': ['input_audio_tokens'],
            'cached_audio_tokens': ['input_cached_audio_tokens'],
            'image_tokens': ['input_image_tokens'],
            'cached_image_tokens': ['input_cached_image_tokens'],
            'output_tokens': ['output_tokens'],
            'output_text_tokens': ['output_text_tokens'],
            'output_audio_tokens': ['output_audio_tokens'],
            'output_image_tokens': ['output_image_tokens'],
            'characters': ['characters'],
            'seconds': ['seconds'],
            'images': ['images'],
            'sessions': ['num_sessions'],
            'requests': ['num_requests'],
        },
        'texts': {
            'project_id': ['project_id'],
            'api_key_id': ['api_key_id'],
            'raw_model': ['model'],
            'batch': ['batch'],
            'service_tier': ['service_tier'],
            'usage_bytes': ['usage_bytes'],
        },
        'required_counts': {
            'completions': 'input_tokens',
            'embeddings': 'input_tokens',
            'moderations': 'input_tokens',
            'images': 'images',
            'audio_speeches': 'characters',
            'audio_transcriptions': 'seconds',
            'vector_stores': 'usage_bytes',
            'code_interpreter_sessions': 'sessions',
            'web_searches': 'requests',
            'file_searches': 'requests',
        },
    }) -}}
{% endmacro %}
