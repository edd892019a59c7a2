{#-
    Calls of LiteLLM, from rows of the spend log and standard logging payloads: who called what, and every count as
    reported. The input includes cached and written tokens, whatever the provider. Times without an offset are UTC.
    LiteLLM writes empty text for an absent value.
-#}
{%- set parts = litellm_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}

with landed_calls as (
    {{ landed_records('litellm') | indent(4) }}
),

documents as (
    {{ computed_once('landed_calls', {'document': json_document('record')}) | indent(4) }}
),

fields_by_call as (
    {{ computed_once('documents', {
        'fields': json_fields('document', mapping),
        'objects': json_object_array('document', ['metadata'] + parts.usage_objects),
    }) | indent(4) }}
),

calls_with_usage as (
    select
        *,
        {{ json_object('objects', 1) }} as metadata_object,
        -- The object that lists all attempts comes first.
        coalesce(
            {% for object in parts.usage_objects -%}
            {%- set object_text = json_object('objects', loop.index + 1) -%}
            case when {{ object_text }} like '%"iterations"%[%' then {{ object_text }} end,
            {% endfor -%}
            {% for object in parts.usage_objects -%}
            nullif({{ json_object('objects', loop.index + 1) }}, '{}'){{ ',' if not loop.last }}
            {% endfor %}
        ) as usage_object
    from fields_by_call
),

counts_by_call as (
    {{ computed_once('calls_with_usage', {'usage_fields': json_fields('usage_object', parts.usage_counts)})
        | indent(4) }}
),

calls as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        metadata_object,
        usage_object,
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {% for name in parts.usage_counts -%}
        {{ agreed_field('usage_fields', parts.usage_counts, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ contradicting_counts('usage_fields', parts.usage_counts, parts.usage_counts) }} as spelling_finding,
        {% for name in parts.texts -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from counts_by_call
),

calls_with_counts as (
    select
        *,
        coalesce(provider_name, case when model like '%/%' then split_part(model, '/', 1) end) as provider,
        coalesce(lower(cache_hit) = 'true', false) as is_cache_hit,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {{ exact_decimal('raw_seconds') }} as seconds,
        {{ stored_tags() }} as tags
    from calls
)

select * from calls_with_counts
