{#-
    Gemini's usage metadata under one set of names, whatever API or SDK wrote it, with the tokens of each modality.
    Gemini counts cached content inside the prompt and thoughts outside the candidates. The OpenAI-compatible API has
    thoughts in the total only.

    The model is long because it sums each of four lists by modality.
-#}
{%- set parts = google_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set lists, modalities, numbers = parts.modality_lists, parts.modalities, parts.modality_counts -%}
{%- set known = modalities.values() | sum(start=[]) -%}
{%- set search_path = 'payload.candidates[0].groundingMetadata.webSearchQueries' -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['google']) }}) and not {{ is_claude_in_vertex() }}
),

fields_by_envelope as (
    {{ computed_once('envelopes', {
        'fields': json_fields('usage_object', mapping),
        'list_values': json_object_array('usage_object', lists.values() | sum(start=[])),
    }) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        usage_object,
        case when record like '%"webSearchQueries"%' then {{ json_array_size('document', search_path) }} end
            as search_queries,
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'compatible') }} is not null as is_compatible,
        {% for name in lists -%}
        cast({{ json_field('list_values', lists, name) }} as {{ dbt.type_string() }}) as {{ name }}_details
        {{- ',' if not loop.last }}
        {% endfor %}
    from fields_by_envelope
),

usage_objects_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {% for list in lists -%}
        {% for modality, values in modalities.items() -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, values) }} as {{ list }}_{{ modality }},
        {% endfor -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, known, is_listed=false) }} as {{ list }}_unknown,
        {% endfor -%}
        coalesce(
            {{ json_other_tag('prompt_details', 'modality', numbers, known) }},
            {{ json_other_tag('tool_details', 'modality', numbers, known) }},
            {{ json_other_tag('candidates_details', 'modality', numbers, known) }}
        ) as unknown_modality
    from usage_objects
),

usage_objects_with_unknown_counts as (
    {{ with_unknown_counts(
        'usage_objects_with_counts', 'usage_object', parts.counts, parts.information
    ) | indent(4) }}
),

usage_counts as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        coalesce(
            {{ count_finding(parts.counts) | indent(4) }},
            case
                when greatest({{ parts.modality_sums | join(', ') }}) >= 1000000000000
                    then 'invalid_count|the tokens of a modality are not a whole number below 10^12'
            end
        ) as count_finding,
        unknown_modality,
        unknown_counts,
        search_queries,
        prompt_tokens,
        cached_tokens,
        coalesce(candidates_tokens, output_audio_tokens, output_image_tokens) as candidates_tokens,
        case
            when is_compatible and total_tokens > coalesce(prompt_tokens, 0) + coalesce(candidates_tokens, 0)
                then total_tokens - coalesce(prompt_tokens, 0) - coalesce(candidates_tokens, 0)
            else thoughts_tokens
        end as thoughts_tokens,
        tool_tokens,
        total_tokens
        {%- for sum in parts.modality_sums %},
        {{ sum }}
        {%- if sum in ('candidates_audio', 'candidates_image') %} + coalesce(
            {{- sum | replace('candidates', 'output') }}_tokens, 0) as {{ sum }}
        {%- endif %}
        {%- endfor %}
    from usage_objects_with_unknown_counts
)

select * from usage_counts
