{#- The parts of an OpenAI usage object by modality, before they are checked, and its tokens of unknown names. -#}
{%- set parts = openai_usage_fields() -%}

with counts as (
    select * from {{ ref('base_openai__usage_counts') }}
),

counts_with_unknown_counts as (
    {{ with_unknown_counts(
        'counts', 'usage_object', parts.counts, parts.information, 'has_other_counts'
    ) | indent(4) }}
),

{{ openai_usage_modalities('counts_with_unknown_counts') }}

select * from parts_with_cached_text
