{#-
    Invocations in the logs of Amazon Bedrock, and the runs that are billed beside their answers. The runs of a stream
    are in one of its last events.
-#}
{%- set parts = bedrock_logs_fields() -%}
{%- set runs = {'type': [parts.runs]} -%}
{%- set own = ['is_free', 'input_total', 'written', 'written_1h', 'log_unknown_counts', 'finding'] -%}
{%- for name in parts.counts -%}
    {%- do own.append('raw_' ~ name) -%}
    {%- do own.append(name) -%}
{%- endfor -%}
{%- set columns = usage_envelope_columns() + own -%}

with streamed_invocations as (
    select * from {{ ref('base_bedrock_logs__invocations') }}
    where has_streamed_runs
),

stream_events as (
    {{ numbered_elements('streamed_invocations', 'record', parts.streams) | indent(4) }}
),

fields_by_event as (
    {{ computed_once('stream_events', {
        'run_fields': json_fields('element', runs),
        'event_objects': json_object_array('element', ['usage']),
    }) | indent(4) }}
),

events_with_runs as (
    select
        *,
        row_number() over (
            partition by loaded_at, delivery_id, record_number
            order by element_number desc
        ) as event_rank
    from fields_by_event
    where {{ json_field('run_fields', runs, 'type') }} in ({{ text_list(parts.run_types) }})
),

invocations_with_runs as (
    select
        {{ columns | join(',\n        ') }},
        usage_object
    from {{ ref('base_bedrock_logs__invocations') }}
    where has_runs and not has_streamed_runs

    union all

    select
        {{ columns | join(',\n        ') }},
        {{ json_object('event_objects', 1) }} as usage_object
    from events_with_runs
    where event_rank = 1
),

answers_with_runs as (
    select
        *,
        cast(null as {{ dbt.type_string() }}) as payload_type,
        cast(null as {{ dbt.type_string() }}) as requested_model,
        finding as envelope_finding
    from invocations_with_runs
),

{{ billed_runs('answers_with_runs', own) }},

invocations_and_runs as (
    select
        {{ columns | join(',\n        ') }},
        cast(null as {{ dbt.type_string() }}) as run_model,
        cast(null as {{ dbt.type_string() }}) as part_object,
        finding as run_finding,
        false as is_part
    from {{ ref('base_bedrock_logs__invocations') }}
    where not has_runs and not has_streamed_runs

    union all

    select
        {{ columns | join(',\n        ') }},
        run_model,
        case when is_part then usage_object end as part_object,
        envelope_finding as run_finding,
        is_part
    from billed_runs
)

select * from invocations_and_runs
