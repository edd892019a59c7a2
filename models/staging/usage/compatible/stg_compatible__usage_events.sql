{#-
    Usage of platforms that answer in OpenAI's form, in disjoint meters. The counts are inclusive, see
    `base_compatible__usage_validated`. The reasoning, the citations and the searches of a research by Perplexity have
    prices of their own: each is an event beside the answer.
-#}
{%- set research_meters = {
    'text_output_thinking': 'reasoning_tokens',
    'text_citation': 'citation_tokens',
    'web_search_call': 'searches',
} -%}

with usage as (
    select * from {{ ref('base_compatible__usage_validated') }}
),

researches as (
    select * from {{ ref('base_compatible__usage_validated') }}
    where landed_platform = 'perplexity' and finding is null and is_research
),

quantities_by_research as (
    {% for meter, quantity in research_meters.items() -%}
    select
        *,
        '{{ meter }}' as meter,
        {{ quantity }} as quantity
    from researches
    where {{ quantity }} > 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

answer_events as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'reported_cost') | join(',\n        ') }},
        -- OpenRouter reports its charge in the usage object.
        coalesce(reported_cost, case when {{ exact_decimal('raw_cost') }} is not null then raw_cost end)
            as reported_cost,
        coalesce(response_status not in ('in_progress', 'queued'), true) as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        reasoning_tokens,
        {{ meter_columns({
            'text_input': 'input_total - cached - written - audio_in - video_in',
            'text_cached_input': 'cached',
            'text_cache_write': 'written',
            'text_output': 'output_total - audio_out - image_out - research_inside',
            'audio_input': 'audio_in',
            'audio_output': 'audio_out',
            'video_input': 'video_in',
            'image_output': 'image_out',
        }, counts=compatible_usage_fields().counts, unknown=true) }},
        finding
    from usage
),

research_events as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'reported_cost']) | join(',\n        ') }},
        event_key || '/' || meter as event_key,
        cast(null as {{ dbt.type_string() }}) as reported_cost,
        true as is_final_snapshot,
        true as is_part,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({}, [{'meter': 'meter', 'quantity': 'quantity'}]) }},
        finding
    from quantities_by_research
),

usage_events as (
    select
        {{ usage_event_columns() | join(',\n        ') }}
    from answer_events

    union all

    select
        {{ usage_event_columns() | join(',\n        ') }}
    from research_events
)

select * from usage_events
