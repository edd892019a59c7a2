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
        'objects': json_object_array('document', ['metadata'] + parts.tags),
    }) | indent(4) }}
),

calls as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {% for name in parts.texts -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        {{ json_object('objects', 1) }} as metadata_object,
        coalesce(
            {% for path in parts.tags -%}
            {{ json_object('objects', loop.index + 1) }}{{ ',' if not loop.last }}
            {% endfor %}
        ) as tags_object
    from fields_by_call
),

calls_with_counts as (
    select
        *,
        coalesce(provider_name, case when model like '%/%' then split_part(model, '/', 1) end) as provider,
        coalesce(lower(cache_hit) = 'true', false) as is_cache_hit,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ exact_decimal('raw_seconds') }} as seconds,
        {{ stored_tags('tags_object') }} as tags
    from calls
),

calls_with_finding as (
    select
        *,
        {{ count_finding(parts.counts) }} as count_finding
    from calls_with_counts
)

select * from calls_with_finding
