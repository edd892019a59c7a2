{#- The parts of an OpenAI usage object by modality, before they are checked. -#}
with counts as (
    select * from {{ ref('base_openai__usage_counts') }}
),

{{ openai_usage_modalities('counts') }}

select * from parts_with_cached_text
