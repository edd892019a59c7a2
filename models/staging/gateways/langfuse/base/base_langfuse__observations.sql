{#-
    Observations of Langfuse, from its API or its blob export: who called what, when, and the object that holds the
    usage. Observations do not name a platform; the metadata may, else the name of the model shows it. Times without an
    offset are UTC. Counts are read later, see `stg_langfuse__usage_events`.
-#}
{%- set parts = langfuse_fields() -%}

with landed_observations as (
    {{ landed_records('langfuse') | indent(4) }}
),

documents as (
    {{ computed_once('landed_observations', {'document': json_document('record')}) | indent(4) }}
),

fields_by_observation as (
    {{ computed_once('documents', {
        'fields': json_fields('document', parts.texts),
        'objects': json_object_array('document', parts.usage_objects),
    }) | indent(4) }}
),

observations as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in parts.texts -%}
        {{ filled_field('fields', parts.texts, name) }} as {{ name }},
        {% endfor -%}
        coalesce(
            {% for object in parts.usage_objects -%}
            nullif({{ json_object('objects', loop.index) }}, '{}'){{ ',' if not loop.last }}
            {% endfor %}
        ) as usage_object
    from fields_by_observation
),

observations_by_platform as (
    select
        *,
        coalesce({{ platform_name('provider_name') }}, {{ platform_of_model('model') }}) as platform,
        case
            when {{ regexp_matches('lower(model)', '^(azure(_ai|_text)?|bedrock|vertex_ai|gemini|openai|anthropic)/') }}
                then substring(model, length(split_part(model, '/', 1)) + 2)
            else model
        end as plain_model,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        'server' as observed_by,
        {{ stored_tags() }} as tags,
        -- Only a streamed answer has a first token before its end.
        case when streamed_at is not null then 'true' end as is_streamed,
        'USD' as reported_currency
    from observations
),

observations_with_model as (
    select
        *,
        case when platform = 'bedrock' then {{ bedrock_model_id('plain_model') }} else plain_model end as raw_model,
        case when platform = 'azure' then plain_model end as deployment
    from observations_by_platform
)

select * from observations_with_model
