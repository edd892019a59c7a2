{#-
    Observations of Langfuse, from its API or its blob export, which differ in how they write names: who called what,
    when, and the object that says what was used. Observations do not name a platform; metadata may, else the model's
    name tells. Times without an offset are UTC.
-#}
{%- set texts = {
    'observation_id': ['id'],
    'response_id': ['metadata.response_id', 'metadata.responseId', 'metadata.attributes."gen_ai.response.id"'],
    'kind': ['type'],
    'billing_account_id': ['metadata.billing_account_id'],
    'user_id': [
        'userId', 'user_id', 'metadata.langfuse_user_id', 'metadata.user_id', 'metadata.userId',
        'metadata.attributes."user.id"',
    ],
    'account_id': ['metadata.account_id'],
    'project_id': ['projectId', 'project_id'],
    'api_key_id': ['metadata.api_key_id'],
    'session_id': ['sessionId', 'session_id', 'metadata.langfuse_session_id', 'metadata.session_id'],
    'request_id': ['traceId', 'trace_id'],
    'model': ['model', 'providedModelName', 'provided_model_name'],
    'deployment_scope': ['metadata.deployment_scope'],
    'metadata_region': ['metadata.region'],
    'raw_service_tier': [
        'metadata.service_tier', 'modelParameters.service_tier', 'model_parameters.service_tier',
    ],
    'reported_cost': [
        'costDetails.total', 'cost_details.total', 'calculatedTotalCost', 'totalCost', 'total_cost', 'usage.totalCost',
    ],
    'raw_occurred_at': ['startTime', 'start_time'],
    'response_status': ['level'],
    'provider_name': [
        'metadata.custom_llm_provider', 'metadata.provider', 'metadata.ls_provider',
        'metadata.attributes."gen_ai.provider.name"', 'metadata.attributes."gen_ai.system"',
    ],
    'unit': ['usage.unit', 'unit'],
} -%}
{%- set usage_objects = ['usageDetails', 'usage_details', 'usage'] -%}

with landed as (
    {{ landed_records('langfuse') | indent(4) }}
),

documents as (
    {{ computed_once('landed', {'document': json_document('record')}) | indent(4) }}
),

parsed as (
    {{ computed_once('documents', {
        'fields': json_fields('document', texts),
        'objects': json_object_array('document', usage_objects),
    }) | indent(4) }}
),

named as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in texts -%}
        {{ filled_field('fields', texts, name) }} as {{ name }},
        {% endfor -%}
        coalesce(
            {% for object in usage_objects -%}
            nullif({{ json_object('objects', loop.index) }}, '{}'){{ ',' if not loop.last }}
            {% endfor %}
        ) as usage_object
    from parsed
),

placed as (
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
        'USD' as reported_currency
    from named
),

located as (
    select
        *,
        case when platform = 'bedrock' then {{ bedrock_model_id('plain_model') }} else plain_model end as raw_model,
        case when platform = 'azure' then plain_model end as deployment
    from placed
)

select * from located
