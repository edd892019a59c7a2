{#-
    Usage of the language-model log of Azure API Management. A call has several rows under one correlation id, numbered
    by sequence; only the first has counts, the others carry messages. So all rows of a call are one event: the row
    with tokens wins, and it supersedes the others, which used nothing. The log reports no cached tokens, so all input
    counts as uncached, and the counts are disjoint. The model alone shows another modality than text.
-#}
{%- set parts = apim_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set absent = [
    'account_id', 'project_id', 'session_id', 'deployment_scope', 'region', 'raw_service_tier', 'response_status',
    'reported_cost', 'reported_currency', 'tags', 'attempt_number', 'is_own_key'
] -%}

with landed_rows as (
    {{ landed_records('apim') | indent(4) }}
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', mapping)}) | indent(4) }}
),

log_rows as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        {% for name in parts.texts -%}
        {{ filled_field('fields', mapping, name) }} as {{ name }},
        {% endfor -%}
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {% for name in absent -%}
        cast(null as {{ dbt.type_string() }}) as {{ name }},
        {% endfor -%}
        'azure' as platform,
        'server' as observed_by
    from fields_by_row
),

log_rows_with_counts as (
    select
        *,
        {{ tool_timestamp('raw_occurred_at') }} as occurred_at,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from log_rows
),

log_rows_with_unknown_counts as (
    {{ with_unknown_counts('log_rows_with_counts', 'record', parts.counts, ['MaxTokens', 'maxTokens']) | indent(4) }}
),

log_rows_with_finding as (
    select
        *,
        coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0) as summed_tokens,
        coalesce({{ model_kind('coalesce(raw_model, deployment)') }}, '') as kind,
        coalesce(
            case when event_key is null then 'missing_event_key|the row has no correlation id' end,
            {{ record_finding() }},
            {{ count_finding(parts.counts) }},
            case
                when
                    coalesce(sequence_number, 0) = 0
                    and coalesce(prompt_tokens, completion_tokens, log_total_tokens) is null
                    and unknown_counts is null
                    then 'missing_usage|the first row of the call counts no tokens'
                    || coalesce(
                        '; it has no PromptTokens, CompletionTokens and TotalTokens, but '
                        || {{ json_key_names('record', '', ['token', 'usage']) }},
                        ''
                    )
                when log_total_tokens != coalesce(prompt_tokens, 0) + coalesce(completion_tokens, 0)
                    then 'parts_miss_total|prompt and completion do not add up to total ' || log_total_tokens
            end
        ) as finding
    from log_rows_with_unknown_counts
),

usage_events as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        coalesce(sequence_number, 0) = 0 or summed_tokens > 0 as is_final_snapshot,
        false as is_part,
        false as is_independent,
        prompt_tokens as context_tokens,
        summed_tokens as total_tokens,
        cast(null as bigint) as reasoning_tokens,
        {{ meter_columns({
            'text_input': "case when kind != 'transcription' then prompt_tokens end",
            'audio_input': "case when kind = 'transcription' then prompt_tokens end",
            'text_output': "case when kind not in ('speech', 'image') then completion_tokens end",
            'audio_output': "case when kind = 'speech' then completion_tokens end",
            'image_output': "case when kind = 'image' then completion_tokens end",
        }, counts=parts.counts, unknown=true) }},
        finding
    from log_rows_with_finding
),

usage_events_with_router as (
    {{ with_model_router('usage_events') | indent(4) }}
)

select * from usage_events_with_router
