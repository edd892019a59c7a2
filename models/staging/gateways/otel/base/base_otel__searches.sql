{#-
    Spans and logs of OpenTelemetry with the searches that Gemini bills for the answer, which Vercel's AI SDK writes
    into the metadata of the provider. They are counted as in Gemini's own record, see `base_google__answers`.
-#}
{%- set parts = otel_fields() -%}
{%- set models = {'model': parts.texts.response_model + parts.texts.request_model} -%}

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
        {% set chunks, token = json_field('grounding', parts.grounding, 'chunks'),
            json_field('grounding', parts.grounding, 'maps_token') -%}
        {% set chunks = 'cast(' ~ chunks ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {% set token = 'cast(' ~ token ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {{ regexp_matches(chunks, '"web"\s*:\s*\{') }} as is_web_grounded,
        coalesce({{ regexp_matches(chunks, '"maps"\s*:\s*\{') }} or {{ token }} like '"%', false)
            as is_maps_grounded,
        {% set model = json_field('models', models, 'model') -%}
        {{ regexp_matches('lower(' ~ model ~ ')', '(^|/)gemini-(live-)?[12]') }} as is_searched_once
    from models_by_span
),

spans_with_queries as (
    select
        *,
        -- An answer that cites maps only searched them.
        case when is_maps_grounded and not is_web_grounded then 0 else search_queries end as web_queries,
        case
            when is_maps_grounded and not is_web_grounded then greatest(search_queries, 1)
            when is_maps_grounded then 1
            else 0
        end as maps_queries
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
        -- Up to Gemini 2.5 Google bills one search an answer, later each query.
        case when is_searched_once then least(web_queries, 1) else web_queries end as grounding_searches,
        case when is_searched_once then least(maps_queries, 1) else maps_queries end as maps_searches
    from spans_with_queries
)

select * from spans_with_searches
