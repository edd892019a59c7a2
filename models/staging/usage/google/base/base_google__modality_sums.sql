{#-
    The tokens of Gemini's answers by modality, summed over each list that states them. Modalities with an unknown name
    are summed apart, and named.
-#}
{%- set parts = google_usage_fields() -%}
{%- set lists, modalities, numbers = parts.modality_lists, parts.modalities, parts.modality_counts -%}
{%- set known = modalities.values() | sum(start=[]) -%}

with answers as (
    select * from {{ ref('base_google__answers') }}
),

lists_by_answer as (
    {{ computed_once('answers', {
        'list_values': json_object_array('usage_object', lists.values() | sum(start=[])),
    }) | indent(4) }}
),

answers_with_details as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        usage_object,
        web_searches,
        maps_searches,
        tool_finding,
        tool_quantities,
        videos,
        video_seconds,
        video_kind,
        {% for name in lists -%}
        cast({{ json_field('list_values', lists, name) }} as {{ dbt.type_string() }}) as {{ name }}_details
        {{- ',' if not loop.last }}
        {% endfor %}
    from lists_by_answer
),

answers_with_sums as (
    select
        *,
        {% for list in lists -%}
        {% for modality, values in modalities.items() -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, values) }} as {{ list }}_{{ modality }},
        {% endfor -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, known, is_listed=false) }} as {{ list }}_unknown
        {{- ',' if not loop.last }}
        {% endfor %}
    from answers_with_details
),

modality_sums as (
    {{ computed_once('answers_with_sums', {
        'named_quantities': "nullif(concat_ws(';', "
         ~ "case when prompt_unknown + tool_unknown > 0 then "
         ~ json_other_quantities(['prompt_details', 'tool_details'], 'modality', numbers, known, '_input') ~ ' end, '
         ~ "case when candidates_unknown > 0 then "
         ~ json_other_quantities(['candidates_details'], 'modality', numbers, known, '_output') ~ ' end, '
         ~ "tool_quantities), '')",
    }) | indent(4) }}
)

select * from modality_sums
