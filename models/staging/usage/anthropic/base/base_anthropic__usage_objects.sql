{#-
    The usage objects of Anthropic's bodies, and those of the runs beside the answer. The counts of a body are those of its
    iterations of type `message` alone: a compaction, or the advice of another model, is billed on top of them, each at its
    own model.
-#}
{%- set iteration = {'type': ['type'], 'model': ['model']} -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where
        landed_platform in ({{ text_list(var('usage_providers')['anthropic']) }})
        or {{ is_claude_in_vertex() }}
),

with_iterations as (
    select * from envelopes
    where record like '%"iterations"%' and envelope_finding is null
),

iterations as (
    {{ numbered_elements('with_iterations', 'usage_object', 'iterations') | indent(4) }}
),

parsed as (
    {{ computed_once('iterations', {'fields': json_fields('element', iteration)}) | indent(4) }}
),

extra as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'raw_model']) | join(',\n        ') }},
        event_key || '/iteration/' || element_number as event_key,
        coalesce({{ json_field('fields', iteration, 'model') }}, raw_model) as raw_model,
        payload_type,
        element as usage_object,
        usage_object as answer_object,
        envelope_finding
    from parsed
    where coalesce({{ json_field('fields', iteration, 'type') }}, '') != 'message'
),

unioned as (
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
    from extra
)

select * from unioned
