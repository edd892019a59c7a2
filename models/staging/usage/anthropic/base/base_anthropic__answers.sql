{#-
    Answers in the form of Anthropic's Messages API, on its own platform and on others, with why each ended and whether
    its usage lists the runs of its request. It is a model of its own because both kinds are read from it: a CTE that is
    read twice would keep PostgreSQL from reading new records only.
-#}
{%- set answer = anthropic_usage_fields().answer -%}
{%- set envelope = {'model': ['model']} -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where
        landed_platform in ({{ text_list(var('usage_providers')['anthropic']) }})
        or {{ is_in_anthropic_form() }}
),

fields_by_envelope as (
    {{ computed_once('envelopes', {
        'refusal_fields': "case when record like '%\"refusal\"%' then " ~ json_fields('document', answer) ~ ' end',
        'requested_fields': "case when record like '%\"fallback_message\"%' then "
         ~ json_fields('document', envelope) ~ ' end',
    }) | indent(4) }}
),

answers as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        payload_type,
        usage_object,
        envelope_finding,
        landed_platform = 'bedrock' as is_bedrock,
        coalesce({{ json_field('refusal_fields', answer, 'stop_reason') }} = 'refusal', false) as is_refusal,
        {{ json_field('requested_fields', envelope, 'model') }} as requested_model,
        {{ has_runs() }} as has_runs
    from fields_by_envelope
)

select * from answers
