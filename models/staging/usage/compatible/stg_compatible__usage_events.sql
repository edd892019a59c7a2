{#-
    Usage of platforms that answer in OpenAI's form, in disjoint meters. The counts are inclusive, see
    `base_compatible__usage_validated`. The reasoning, the citations and the searches of a research by Perplexity have
    prices of their own, and what is billed beside the tokens has the meters of `base_compatible__charges`.
-#}
{%- set extras = [
    {'meter': "'text_output_thinking'", 'quantity': 'case when is_research then nullif(reasoning_tokens, 0) end'},
    {'meter': "'text_citation'", 'quantity': 'case when is_research then nullif(citation_tokens, 0) end'},
    {'meter': "'web_search_call'", 'quantity': 'case when is_research then nullif(searches, 0) end'},
] -%}

with usage as (
    select * from {{ ref('base_compatible__usage_validated') }}
),

usage_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        false as is_part,
        false as is_independent,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        reasoning_tokens,
        {{ meter_columns({
            'text_input':
                'case when is_transcription then 0 else input_total - cached - written - audio_in - video_in end',
            'text_cached_input': 'cached',
            'text_cache_write': 'written',
            'text_output':
                'case when is_transcription then 0 else output_total - audio_out - image_out - research_inside end',
            'audio_input': 'case when is_transcription then 0 else audio_in end',
            'audio_output': 'audio_out',
            'video_input': 'video_in',
            'image_output': 'image_out',
        }, extras, counts=compatible_usage_fields().counts, unknown=true) }},
        finding
    from usage
)

select * from usage_events
