{#-
    Usage of platforms that answer in OpenAI's form, in disjoint meters. The counts are inclusive, see
    `base_compatible__usage_validated`. What is billed beside the tokens has meters of its own: the reasoning, citations
    and searches of a research and the fee of a request by Perplexity, hosted tools, seconds of audio and video, and
    images. Where xAI counts the posts and users that it fetched from X, it bills them and not the searches.
-#}
{%- set search_size -%}
    case when lower(stated_search_size) in ('low', 'medium', 'high') then '_' || lower(stated_search_size) else '' end
{%- endset -%}
{%- set extras = [
    {'meter': "'text_output_thinking'", 'quantity': 'case when is_research then nullif(reasoning_tokens, 0) end'},
    {'meter': "'text_citation'", 'quantity': 'case when is_research then nullif(citation_tokens, 0) end'},
    {'meter': "'web_search_call'", 'quantity': 'case when is_research then nullif(searches, 0) end'},
    {'meter': "'search_request' || " ~ search_size, 'quantity': 'case when has_request_fee then 1 end'},
    {'meter': "'search_source'", 'quantity': "case when landed_platform = 'xai' then nullif(search_sources, 0) end"},
    {'meter': "'x_search_call'", 'quantity': 'case when stated_x_items is null then nullif(x_searches, 0) end'},
    {'meter': "'server_side_tool_call'", 'quantity': 'other_calls'},
    {'meter': "'transcription_seconds'", 'quantity': 'audio_seconds'},
    {'meter': "'video_generation_seconds'", 'quantity': 'video_seconds'},
    {'meter': "'image_generation'", 'quantity': 'nullif(pictures, 0)'},
] -%}

with usage as (
    select * from {{ ref('base_compatible__usage_validated') }}
),

usage_with_charges as (
    select
        *,
        -- A search that costs nothing has no fee. Without a size, only the cost shows that there was one.
        landed_platform = 'perplexity' and not coalesce(is_research, false)
        and coalesce({{ exact_decimal('stated_request_cost') }}, 1) != 0
        and coalesce(stated_search_size, stated_request_cost) is not null as has_request_fee,
        -- Calls of tools that are not named.
        case
            when tool_object is null then nullif(hosted_calls, 0)
            when executed_calls > coalesce(executed_searches, 0) then executed_calls - coalesce(executed_searches, 0)
        end as other_calls,
        case when {{ regexp_matches('stated_ticks', '^[0-9]{1,22}$') }} then
            lpad(stated_ticks, cast(greatest(length(stated_ticks), 11) as integer), '0')
        end as padded_ticks
    from usage
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'reported_cost') | join(',\n        ') }},
        -- OpenRouter and Perplexity report their charge in the usage object, xAI does so in ticks of 10^-10 USD.
        coalesce(
            reported_cost,
            substring(padded_ticks, 1, length(padded_ticks) - 10) || '.'
            || substring(padded_ticks, length(padded_ticks) - 9),
            case when {{ exact_decimal('raw_cost') }} is not null then raw_cost end
        ) as reported_cost,
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        false as is_part,
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
            'audio_input': 'audio_in',
            'audio_output': 'audio_out',
            'video_input': 'video_in',
            'image_output': 'image_out',
        }, extras, counts=compatible_usage_fields().counts, unknown=true) }},
        finding
    from usage_with_charges
)

select * from usage_events
