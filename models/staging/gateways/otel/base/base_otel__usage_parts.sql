{#-
    Spans of OpenTelemetry with their tokens by modality, before they are checked. A span without a split has the
    modality of its output type or of its model. The cache of an input of one modality has that modality. A request that
    Claude refused before any output is free.
-#}
with spans as (
    select * from {{ ref('base_otel__usage_totals') }}
),

spans_with_kind as (
    select
        *,
        case
            when lower(output_type) in ('speech', 'image') then lower(output_type)
            else {{ model_kind('called_model') }}
        end as kind,
        {{ search_model_meter('platform', 'called_model') }} as search_meter,
        {{ is_claude_refusal('stop_reason', 'platform', 'called_model') }} and stated_output = 0 as is_free
    from spans
),

spans_by_modality as (
    select
        *,
        {{ modality_columns('called_model') }},
        {% for modality in ['audio', 'image'] -%}
        coalesce(
            cached_{{ modality }}_tokens,
            case when input_{{ modality }}_tokens = input_total and input_total > 0 then cached end,
            0
        ) as cached_{{ modality }}{{ ',' if not loop.last }}
        {% endfor %}
    from spans_with_kind
),

spans_with_text as (
    select
        *,
        input_total - audio_in - image_in - video_in as text_in,
        cached - cached_audio - cached_image as cached_text,
        output_total - audio_out - image_out as text_out
    from spans_by_modality
)

select * from spans_with_text
