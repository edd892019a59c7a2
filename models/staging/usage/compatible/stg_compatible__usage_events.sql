{#-
    Platforms that answer in the form of OpenAI's APIs, in disjoint meters. What a research of Perplexity reasons, cites and
    searches has prices of its own: each is an event beside the answer.
-#}
{%- set counts = [
    'total_tokens', 'input_tokens', 'cached_tokens', 'written_tokens', 'input_audio_tokens', 'input_video_tokens',
    'output_tokens', 'output_audio_tokens', 'output_image_tokens', 'reasoning_tokens', 'citation_tokens', 'searches'
] -%}
{%- set extras = {
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

extra as (
    {% for meter, quantity in extras.items() -%}
    select
        *,
        '{{ meter }}' as meter,
        {{ quantity }} as quantity
    from researches
    where {{ quantity }} > 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'reported_cost') | join(',\n        ') }},
        -- OpenRouter says in the usage object what it charges.
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
            'extra_quantity': "cast(split_part(unknown_count, '|', 2) as bigint)",
        }, "lower(split_part(unknown_count, '|', 1))", counts) }},
        finding
    from usage
),

researched as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'reported_cost']) | join(',\n        ') }},
        event_key || '/' || meter as event_key,
        cast(null as {{ dbt.type_string() }}) as reported_cost,
        true as is_final_snapshot,
        true as is_part,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({'extra_quantity': 'quantity'}, 'meter') }},
        finding
    from extra
),

unioned as (
    select
        {{ usage_event_columns() | join(',\n        ') }}
    from answers

    union all

    select
        {{ usage_event_columns() | join(',\n        ') }}
    from researched
)

select * from unioned
