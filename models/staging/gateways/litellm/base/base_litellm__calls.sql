{#-
    Spend log rows and standard logging payloads of LiteLLM: who called what, and every count. What the provider
    reported stands in `metadata.usage_object`, and in the response where that is stored; the columns beside it know
    nothing of caches and modalities. Times without an offset are UTC. Empty text is what LiteLLM writes for nothing.
-#}
{%- set usage = ['metadata.usage_object', 'response.usage'] -%}
{%- set counts = litellm_counts() -%}
{%- set texts = {
    'billing_account_id': ['metadata.billing_account_id'],
    'user_id': [
        'end_user', 'metadata.user_api_key_end_user_id', 'user', 'metadata.user_api_key_user_id',
    ],
    'account_id': ['team_id', 'metadata.user_api_key_team_id'],
    'project_id': ['organization_id', 'metadata.user_api_key_org_id'],
    'api_key_id': ['api_key', 'metadata.user_api_key_hash'],
    'session_id': ['session_id', 'trace_id'],
    'request_id': ['litellm_call_id', 'metadata.litellm_call_id'],
    'raw_service_tier': nested_paths(usage, 'service_tier', [
        'response.service_tier', 'cost_breakdown.service_tier', 'metadata.cost_breakdown.service_tier',
    ]),
    'speed': nested_paths(usage, 'speed'),
    'inference_geo': nested_paths(usage, 'inference_geo'),
    'response_status': ['status'],
    'reported_cost': ['spend', 'response_cost'],
    'raw_occurred_at': ['startTime', 'start_time'],
    'provider_name': ['custom_llm_provider'],
    'model': ['model'],
    'response_model': ['response.model'],
    'priced_model': ['metadata.model_map_information.model_map_key', 'model_map_information.model_map_key'],
    'call_type': ['call_type'],
    'cache_hit': ['cache_hit'],
    'metadata': ['metadata'],
    'raw_seconds': nested_paths(usage, 'seconds'),
    'call_id': ['request_id', 'id', 'litellm_call_id'],
} -%}
{%- set mapping = dict(counts, **texts) -%}

with landed as (
    {{ landed_records('litellm') | indent(4) }}
),

documents as (
    {{ computed_once('landed', {'document': json_document('record')}) | indent(4) }}
),

parsed as (
    {{ computed_once('documents', {
        'fields': json_fields('document', mapping),
        'objects': json_object_array('document', ['metadata']),
    }) | indent(4) }}
),

named as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {% for name in texts -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        {{ json_object('objects', 1) }} as metadata_object
    from parsed
),

counted as (
    select
        *,
        coalesce(provider_name, case when model like '%/%' then split_part(model, '/', 1) end) as provider,
        coalesce(lower(cache_hit) = 'true', false) as is_cache_hit,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ exact_decimal('raw_seconds') }} as seconds
    from named
),

checked as (
    select
        *,
        {{ count_finding(counts) }} as count_finding
    from counted
)

select * from checked
