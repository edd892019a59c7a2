{#-
    The usage objects of answers in Anthropic's form, and those of the runs that are billed beside an answer. Names of
    models in Amazon Bedrock are completed: a run is named there without the profile that was called.
-#}
{%- set own = ['is_bedrock', 'is_refusal'] -%}

with answers_with_runs as (
    select * from {{ ref('base_anthropic__answers') }}
    where has_runs
),

{{ billed_runs('answers_with_runs', own) }},

usage_objects_and_runs as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        cast(null as {{ dbt.type_string() }}) as run_model,
        payload_type,
        usage_object,
        cast(null as {{ dbt.type_string() }}) as answer_object,
        envelope_finding,
        {{ own | join(',\n        ') }},
        false as is_part,
        false as is_attempt
    from {{ ref('base_anthropic__answers') }}
    where not has_runs

    union all

    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        run_model,
        payload_type,
        usage_object,
        answer_object,
        envelope_finding,
        {{ own | join(',\n        ') }},
        is_part,
        is_attempt
    from billed_runs
),

usage_objects as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'raw_model') | join(',\n        ') }},
        case
            when is_bedrock then {{ bedrock_run_model('raw_model', 'run_model') }}
            else coalesce(run_model, raw_model)
        end as raw_model,
        payload_type,
        usage_object,
        answer_object,
        envelope_finding,
        {{ own | join(',\n        ') }},
        is_part,
        is_attempt
    from usage_objects_and_runs
)

select * from usage_objects
