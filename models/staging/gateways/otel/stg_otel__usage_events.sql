{#-
    Usage of OpenTelemetry spans in disjoint meters. Here every input includes cache reads and cache writes. Whether
    the stated input does is decided in `base_otel__usage_totals`, and a span that leaves it open is refused.
-#}
{%- set parts = otel_fields() -%}
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
{%- do quantities.update(cache_write_meters('written', 'written_1h_tokens', 'counts_exclusively')) -%}
{#- A request that was refused before any output is free. -#}
{%- set meters = {} -%}
{%- for meter, quantity in quantities.items() -%}
    {%- do meters.update({meter: 'case when is_free then 0 else ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}

with spans as (
    select * from {{ ref('base_otel__usage_validated') }}
),

spans_with_model as (
    select
        *,
        case when platform = 'bedrock' then {{ bedrock_model_id('called_model') }} else called_model end as raw_model
    from spans
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'request_id', 'deployment', 'deployment_scope', 'region', 'raw_service_tier', 'observed_by',
            'reported_currency'
        ]) | join(',\n        ') }},
        trace_id as request_id,
        case when platform = 'azure' then request_model end as deployment,
        case when platform = 'bedrock' then {{ bedrock_deployment_scope('raw_model') }} end as deployment_scope,
        case when platform = 'bedrock' then {{ bedrock_region('raw_model') }} end as region,
        case when lower(speed) = 'fast' then 'fast_mode' else raw_service_tier end as raw_service_tier,
        'server' as observed_by,
        'USD' as reported_currency,
        true as is_final_snapshot,
        false as is_part,
        false as is_independent,
        case when is_free then 0 else input_total end as context_tokens,
        case when is_free then 0 else input_total + output_total end as total_tokens,
        reasoning_tokens,
        {{ meter_columns(meters, [
            {'meter': 'search_meter', 'quantity': 'case when output_total > 0 then 1 end'},
            {'meter': "'web_search_call'", 'quantity': 'nullif(greatest(web_searches, grounding_searches), 0)'},
            {'meter': "'maps_grounding_call'", 'quantity': 'nullif(maps_searches, 0)'},
        ], parts.counts, unknown=true) }},
        finding
    from spans_with_model
),

usage_events_with_router as (
    {{ with_model_router('usage_events') | indent(4) }}
)

select * from usage_events_with_router
