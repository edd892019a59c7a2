{#-
    One usage object of OpenAI or Azure OpenAI under one set of names, whatever API or SDK wrote it. Counts are as
    reported: the input includes its cached part, the output its reasoning.
-#}
{%- set parts = openai_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.durations) -%}
{%- set kept = [
    'envelope_finding', 'called_model', 'payload_type', 'usage_object', 'data_items', 'image_kind', 'generated_images',
    'video_kind', 'raw_video_seconds', 'video_seconds', 'requests', 'run_input', 'run_object', 'raw_seconds',
    'raw_time_span', 'has_other_counts'
] -%}

with usage_objects as (
    select * from {{ ref('base_openai__usage_objects') }}
),

fields_by_object as (
    {{ computed_once('usage_objects', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

objects_with_durations as (
    select
        *,
        {% for name in parts.durations -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_object
),

{{ whole_counts('objects_with_durations', mapping, parts.counts, parts.information) }},

usage_counts as (
    select
        {{ (usage_envelope_columns() + kept) | join(',\n        ') }},
        {% for name in parts.counts -%}
        raw_{{ name }},
        {{ name }},
        {% endfor -%}
        case
            when is_video then null
            when raw_seconds is not null then {{ exact_decimal('raw_seconds') }}
            when {{ regexp_matches('raw_time_span', '^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$') }}
                then
                    cast(substring(raw_time_span, 1, 2) as integer) * 3600
                    + cast(substring(raw_time_span, 4, 2) as integer) * 60
                    + cast(substring(raw_time_span, 7) as {{ type_amount() }})
        end as duration_seconds,
        coalesce(stated_characters, spoken_characters) as characters,
        coalesce(
            contradiction,
            {{ count_finding(parts.counts) | indent(8) }},
            case when raw_seconds like '-%' then 'negative_count|seconds is negative' end,
            run_finding
        ) as count_finding
    from objects_with_counts
)

select * from usage_counts
