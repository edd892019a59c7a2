{#-
    Spans and logs of OpenTelemetry with the searches that Gemini bills for the answer, which Vercel's AI SDK writes
    into the metadata of the provider. They are counted as in Gemini's own record, see `base_google__answers`.
-#}
{%- set parts = otel_fields() -%}
{%- set models = {'model': parts.texts.response_model + parts.texts.request_model} -%}
{%- set grounding = {} -%}
{%- for name in parts.grounding -%}
    {%- do grounding.update({
        name: 'cast(' ~ json_field('grounding', parts.grounding, name) ~ ' as ' ~ dbt.type_string() ~ ')',
    }) -%}
{%- endfor -%}

with spans as (
    select * from {{ ref('base_otel__counts') }}
),

models_by_span as (
    {{ computed_once('spans', {
        'models': "case when record like '%groundingMetadata%' then " ~ json_fields('record', models) ~ ' end',
        'grounding': "case when record like '%groundingMetadata.g%' then "
         ~ json_object_array('record', parts.grounding.chunks + parts.grounding.maps_token) ~ ' end',
    }) | indent(4) }}
),

spans_with_grounding as (
    select
        *,
        coalesce(
            case when record like '%SearchQueries"%' then
                {{ json_distinct_texts('record', parts.searched.web) | indent(16) }}
                + {{ json_distinct_texts('record', parts.searched.image) | indent(16) }}
            end,
            0
        ) as search_queries,
        {% set chunks, token = grounding.chunks, grounding.maps_token -%}
        {{ regexp_matches(chunks, '"web"\s*:\s*\{') }} as is_web_grounded,
        coalesce({{ regexp_matches(chunks, '"maps"\s*:\s*\{') }} or {{ token }} like '"%', false)
            as is_maps_grounded,
        {{ is_searched_once(json_field('models', models, 'model')) }} as is_searched_once
    from models_by_span
),

spans_with_queries as (
    select
        *,
        {{ grounded_queries('web') }} as web_queries,
        {{ grounded_queries('maps') }} as maps_queries
    from spans_with_grounding
),

spans_with_searches as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        vocabulary,
        {% for name in parts.counts -%}
        raw_{{ name }},
        {% endfor -%}
        spelling_finding,
        unknown_counts,
        similar_names,
        case when is_searched_once then least(web_queries, 1) else web_queries end as grounding_searches,
        case when is_searched_once then least(maps_queries, 1) else maps_queries end as maps_searches
    from spans_with_queries
)

select * from spans_with_searches
