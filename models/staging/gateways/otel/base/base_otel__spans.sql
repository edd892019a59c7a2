{#-
    Spans of OpenTelemetry: who called what, when, and the counts as reported. Whether the input includes the cache
    depends on the span, see `stg_otel__usage_events`. Times come as nanoseconds since 1970 or as RFC 3339.
-#}
{%- set parts = otel_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set azure_address = '[.]azure[.](com|us|cn)$' -%}

with landed_spans as (
    {{ landed_records('otel') | indent(4) }}
),

fields_by_span as (
    {{ computed_once('landed_spans', {
        'fields': json_fields('record', mapping),
        'tag_objects': json_object_array('record', parts.tags),
    }) | indent(4) }}
),

spans as (
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
        coalesce(
            {% for path in parts.tags -%}
            {{ json_object('tag_objects', loop.index) }}{{ ',' if not loop.last }}
            {% endfor %}
        ) as tags_object
    from fields_by_span
),

spans_with_counts as (
    select
        *,
        -- The OpenAI client calls Azure too, and only the address shows it.
        case
            when lower(provider_name) = 'openai' and {{ regexp_matches('lower(server_address)', azure_address) }}
                then 'azure'
            else {{ platform_name('provider_name') }}
        end as platform,
        case
            when {{ regexp_matches('schema_url', '/schemas/1[.][0-9]{1,4}([.][0-9]+)?$') }}
                then {{ whole_number(regexp_replace_all(
                    'schema_url', '^.*/schemas/1[.]([0-9]{1,4})([.][0-9]+)?$', '\\1'
                )) }}
        end as schema_version,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {{ stored_tags('tags_object') }} as tags,
        coalesce(cloud_resource_id, server_address) as resource_id,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from spans
),

spans_with_finding as (
    select
        *,
        {{ count_finding(parts.counts) }} as count_finding
    from spans_with_counts
)

select * from spans_with_finding
