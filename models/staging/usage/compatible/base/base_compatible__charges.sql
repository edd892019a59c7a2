{#-
    Usage objects in OpenAI's form from other platforms, and what they bill beside the tokens of the answer: hosted
    tools, the fee of a request by Perplexity, seconds of audio and video, images, and pages that Mistral read. Where
    xAI counts the posts and users that it fetched from X, it bills them and not the searches.
-#}
{%- set parts = compatible_charge_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set tools = [] -%}
{%- for _ in parts.tools -%}
    {%- do tools.append(json_object('tool_objects', loop.index)) -%}
{%- endfor -%}
{%- set extras = [
    {'meter': search_request_meter(), 'quantity': 'case when has_request_fee then 1 end'},
    {'meter': "'search_source'", 'quantity': "case when landed_platform = 'xai' then nullif(search_sources, 0) end"},
    {'meter': "'x_search_call'", 'quantity': 'case when x_items is null then nullif(x_searches, 0) end'},
    {'meter': "'server_side_tool_call'", 'quantity': 'nullif(other_calls, 0)'},
    {'meter': "'transcription_seconds'", 'quantity': 'audio_seconds'},
    {'meter': "'video_seconds'", 'quantity': 'video_seconds'},
    {'meter': "'image_generation'", 'quantity': 'nullif(pictures, 0)'},
    {'meter': "'ocr_page'", 'quantity': 'pages'},
] -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where
        landed_platform in ({{ text_list(var('usage_providers')['compatible']) }})
        and not {{ is_in_anthropic_form() }}
),

-- Groq keeps the usage of a stream in a place of its own, and Mistral that of an OCR.
envelopes_with_nested_usage as (
    {{ computed_once('envelopes', {
        'nested': "case when record like '%\"x_groq\"%' or record like '%\"usage_info\"%' then "
         ~ json_object_array('document', parts.nested) ~ ' end',
    }) | indent(4) }}
),

envelopes_with_usage_object as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        payload_type,
        document,
        envelope_finding,
        coalesce(
            {% for _ in parts.nested -%}
            {{ json_object('nested', loop.index) }},
            {% endfor -%}
            usage_object
        ) as usage_object
    from envelopes_with_nested_usage
),

fields_by_envelope as (
    {{ computed_once('envelopes_with_usage_object', {
        'fields': json_fields('usage_object', mapping),
        'tool_objects': "case when usage_object like '%tool%' then "
         ~ json_object_array('usage_object', parts.tools) ~ ' end',
    }) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        payload_type,
        document,
        usage_object,
        envelope_finding,
        coalesce({{ tools | join(', ') }}) as tool_object,
        {% for name in parts.counts -%}
        {{ whole_number(json_field('fields', mapping, name)) }} as {{ name }},
        {% endfor -%}
        {% for name in parts.texts -%}
        {{ json_field('fields', mapping, name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_envelope
),

usage_objects_with_quantities as (
    select
        *,
        {{ exact_decimal('heard_seconds') }} as audio_seconds,
        -- Images and videos of xAI have a cost and no tokens.
        case when ticks is not null and any_tokens is null then {{ json_array_size('document', parts.pictures) }} end
            as pictures,
        case when ticks is not null and any_tokens is null then
            {{ exact_decimal(array_element(json_text_array('document', parts.video_seconds), 1)) }}
        end as video_seconds,
        -- A search that costs nothing has no fee. Without a size, only the cost shows that there was one.
        landed_platform = 'perplexity' and coalesce(lower(raw_model), '') not like '%deep-research%'
        and coalesce({{ exact_decimal('request_cost') }}, 1) != 0
        and coalesce(search_size, request_cost) is not null as has_request_fee,
        -- Calls of tools without a name.
        case
            when tool_object is null then hosted_calls
            when executed_calls > coalesce(executed_searches, 0) then executed_calls - coalesce(executed_searches, 0)
        end as other_calls,
        case when tool_object is not null then {{ json_entry_quantities('tool_object', parts.tool_meters) }} end
            as tool_quantities,
        case when {{ regexp_matches('ticks', '^[0-9]{1,22}$') }} then
            lpad(ticks, cast(greatest(length(ticks), 11) as integer), '0')
        end as padded_ticks
    from usage_objects
),

charges as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'reported_cost') | join(',\n        ') }},
        landed_platform,
        payload_type,
        usage_object,
        envelope_finding,
        -- OpenRouter and Perplexity report their charge in the usage object, xAI does so in ticks of 10^-10 USD.
        coalesce(
            reported_cost,
            substring(padded_ticks, 1, length(padded_ticks) - 10) || '.'
            || substring(padded_ticks, length(padded_ticks) - 9),
            case when {{ exact_decimal('cost') }} is not null then cost end
        ) as reported_cost,
        nullif(concat_ws(';', {{ extra_quantities(extras) }}, tool_quantities), '') as charged_quantities,
        audio_seconds is not null as is_heard,
        audio_seconds is not null and coalesce(payload_type, '') not like 'chat.completion%' as is_transcription,
        case
            when heard_seconds not in ('', '{}') and coalesce(audio_seconds, -1) < 0
                then 'invalid_count|prompt_audio_seconds is not a number of seconds'
            when stated_pages is not null and coalesce(pages, -1) not between 0 and 999999999999
                then 'invalid_count|pages_processed is not a whole number below 10^12'
        end as charge_finding
    from usage_objects_with_quantities
)

select * from charges
