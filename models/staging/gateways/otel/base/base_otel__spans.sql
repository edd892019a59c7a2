{#-
    Spans and logs of OpenTelemetry: who called what, when, and the counts as reported. Whether the input includes the
    cache depends on the span, see `base_otel__usage_totals`. Times come as nanoseconds since 1970 or as RFC 3339.
-#}
{%- set parts = otel_fields() -%}
{%- set texts = {} -%}
{%- for name in parts.texts -%}
    {%- do texts.update({name: filled_field('fields', parts.texts, name)}) -%}
{%- endfor -%}
{%- set azure_address = '[.]azure[.](com|us|cn)$' -%}

with spans as (
    select * from {{ ref('base_otel__searches') }}
),

spans_with_texts as (
    {{ computed_once('spans', {'fields': json_fields('record', parts.texts)}, texts) | indent(4) }}
),

spans_with_counts as (
    select
        *,
        coalesce(
            case
                -- The OpenAI client calls Azure too, and only the address shows it.
                when lower(provider_name) = 'openai' and {{ regexp_matches('lower(server_address)', azure_address) }}
                    then 'azure'
                -- Claude Code always states Anthropic. The id of the model shows a cloud that serves it.
                when vocabulary = 'claude_code' then {{ platform_of_model('request_model') }}
            end,
            {{ platform_name('provider_name') }}
        ) as platform,
        case
            when {{ regexp_matches('schema_url', '/schemas/1[.][0-9]{1,4}([.][0-9]+)?$') }}
                then {{ whole_number(regexp_replace_all(
                    'schema_url', '^.*/schemas/1[.]([0-9]{1,4})([.][0-9]+)?$', '\\1'
                )) }}
        end as schema_version,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {{ stored_tags() }} as tags,
        coalesce(cloud_resource_id, server_address) as resource_id,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from spans_with_texts
)

select * from spans_with_counts
