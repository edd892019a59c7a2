{#-
    Usage of LiteLLM in disjoint meters. LiteLLM counts inclusively as OpenAI does, whatever the provider: it adds
    cache reads and cache writes to the input of Anthropic and Bedrock. So one call has more input here than in the
    provider's own record; in disjoint meters both have the same. An answer from LiteLLM's own cache used nothing at
    the provider: it is an event of its own without quantities, and costs nothing.
-#}
{%- set parts = litellm_fields() -%}
{%- set counts = dict(parts.counts, **parts.usage_counts) -%}
{%- set quantities = {
    'text_input': 'text_in - cached_text - written',
    'text_cached_input': 'cached_text',
    'text_output': 'text_out',
    'audio_input': 'audio_in - cached_audio',
    'audio_cached_input': 'cached_audio',
    'audio_output': 'audio_out',
    'image_input': 'image_in - cached_image',
    'image_cached_input': 'cached_image',
    'image_output': 'image_out',
    'video_input': 'video_in',
} -%}
{%- do quantities.update(cache_write_meters('written', 'written_1h', 'is_timed')) -%}
{%- set meters = {} -%}
{%- for meter, quantity in quantities.items() -%}
    {%- do meters.update({meter: 'case when is_charged then ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}
{#- Searches that the provider's own counts have are not counted again. -#}
{%- set uncounted_searches -%}
    case
                when not {{ regexp_matches("coalesce(charged_quantities, '')", '(^|;)(web_search|search_)') }}
                    then nullif(web_searches, 0)
            end
{%- endset -%}
{%- set extras = [] -%}
{%- for meter, quantity in {
    "'transcription_seconds'": 'cast(seconds as ' ~ type_quantity() ~ ')',
    'search_meter': 'case when output_total > 0 then 1 end',
    "'web_search_call'": uncounted_searches,
    "'maps_grounding_call'": 'nullif(maps_searches, 0)',
    "'video_output'": 'nullif(output_video_tokens, 0)',
    "'image_count'": 'nullif(images, 0)',
}.items() -%}
    {%- do extras.append({
        'meter': meter,
        'quantity': 'case when is_charged and not is_part then ' ~ quantity ~ ' end',
    }) -%}
{%- endfor -%}

-- A part is not refused again: its record is refused with its answer.
with calls as (
    select * from {{ ref('base_litellm__usage_validated') }}
    where finding is null or not is_part
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'event_key', 'raw_model', 'observed_by', 'reported_cost', 'reported_currency', 'raw_service_tier'
        ]) | join(',\n        ') }},
        -- A call that was answered from the cache has the id of the call that filled it.
        case
            when is_cache_hit and call_id not like '%!_cache!_hit%' escape '!'
                then call_id || '/cache_hit/' || coalesce(request_id, raw_occurred_at)
            when is_part then call_id || '/iteration/' || element_number
            else call_id
        end as event_key,
        case when is_part then coalesce(attempt_model, raw_model) else raw_model end as raw_model,
        case
            when call_type like '%retrieve!_batch' escape '!' then 'batch'
            when lower(speed) = 'fast' then 'fast_mode'
            else raw_service_tier
        end as raw_service_tier,
        'server' as observed_by,
        case when not is_part then reported_cost end as reported_cost,
        'USD' as reported_currency,
        true as is_final_snapshot,
        is_part,
        false as is_independent,
        case when is_charged then input_total else 0 end as context_tokens,
        case when is_charged then coalesce(input_total, 0) + output_total else 0 end as total_tokens,
        case when is_charged and not has_attempts then reasoning_tokens end as reasoning_tokens,
        {{ meter_columns(meters, extras, counts, unknown=true) }},
        finding
    from calls
),

usage_events_with_router as (
    {{ with_model_router('usage_events') | indent(4) }}
)

select * from usage_events_with_router
