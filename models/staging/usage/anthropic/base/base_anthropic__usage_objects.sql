{#-
    The usage objects of Anthropic's answers, and those of the runs beside an answer. The counts of an answer are those
    of its iterations of type `message` alone. A compaction, or the advice of another model, is billed on top of them,
    each at its own model.
-#}
{%- set iteration = {'type': ['type'], 'model': ['model']} -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where
        landed_platform in ({{ text_list(var('usage_providers')['anthropic']) }})
        or {{ is_claude_in_vertex() }}
),

envelopes_with_iterations as (
    select * from envelopes
    where record like '%"iterations"%' and envelope_finding is null
),

iterations as (
    {{ numbered_elements('envelopes_with_iterations', 'usage_object', 'iterations') | indent(4) }}
),

fields_by_iteration as (
    {{ computed_once('iterations', {'fields': json_fields('element', iteration)}) | indent(4) }}
),

additional_runs as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'raw_model']) | join(',\n        ') }},
        event_key || '/iteration/' || element_number as event_key,
        coalesce({{ json_field('fields', iteration, 'model') }}, raw_model) as raw_model,
        payload_type,
        element as usage_object,
        usage_object as answer_object,
        envelope_finding
    from fields_by_iteration
    where coalesce({{ json_field('fields', iteration, 'type') }}, '') != 'message'
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        payload_type,
        usage_object,
        cast(null as {{ dbt.type_string() }}) as answer_object,
        envelope_finding,
        false as is_part
    from envelopes

    union all

    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        payload_type,
        usage_object,
        answer_object,
        envelope_finding,
        true as is_part
    from additional_runs
)

select * from usage_objects
