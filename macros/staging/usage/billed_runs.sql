{#-
    The CTEs that divide answers in Anthropic's form into the answer itself and the runs that are billed beside it, up
    to `billed_runs`. `usage.iterations` lists all runs of a request.

    - Without a fallback the answer counts all runs of type `message`.
    - After a refusal another model tries again. Each attempt that wrote something is billed at its own model, and one
      that wrote nothing is free. The answer counts the attempt that served: the last one with the answer's output.
    - A compaction, or the advice of another model, is always billed beside the answer.

    `run_model` is the model that a run states, NULL if it is the answer's. It is '(unknown)' for an attempt of another
    model that is not named. The windows keep `loaded_at`, so that a build reads new records only.

    Args: relation: CTE of answers that have runs, with the columns of the envelope, `payload_type`, `usage_object`,
    `envelope_finding` and `requested_model`. carried: its other columns that are kept.
-#}
{% macro billed_runs(relation, carried=[]) -%}
    {%- set run = {'type': ['type'], 'model': ['model'], 'output': ['output_tokens']} -%}
    {%- set own = ['event_key', 'attempt_number', 'reported_cost'] -%}
    {%- set kept = usage_envelope_columns() | reject('in', own) | list + ['payload_type'] + carried -%}
    {%- set record_key = 'loaded_at, delivery_id, record_number' -%}
    runs as (
        {{ numbered_elements(relation, 'usage_object', 'iterations') | indent(8) }}
    ),

    fields_by_run as (
        {{ computed_once('runs', {
            'run_fields': json_fields('element', run),
            'answer_fields': json_fields('usage_object', run),
        }) | indent(8) }}
    ),

    named_runs as (
        select
            *,
            nullif({{ json_field('run_fields', run, 'model') }}, '') as stated_model,
            coalesce({{ json_field('run_fields', run, 'type') }}, '') as run_type,
            coalesce({{ json_field('run_fields', run, 'type') }}, '') in ('message', 'fallback_message') as is_attempt,
            coalesce(
                nullif({{ json_field('run_fields', run, 'model') }}, ''), {{ json_field('run_fields', run, 'type') }}, ''
            ) as attempt_name,
            coalesce({{ whole_number(json_field('run_fields', run, 'output')) }}, 0) as run_output,
            -- A count that is not valid is refused as such, whatever the attempts are.
            case
                when {{ json_field('answer_fields', run, 'output') }} is null then 0
                when {{ whole_number(json_field('answer_fields', run, 'output')) }} between 0 and 999999999999
                    then {{ whole_number(json_field('answer_fields', run, 'output')) }}
            end as answer_output
        from fields_by_run
    ),

    runs_by_attempt as (
        select
            *,
            max(case when run_type = 'fallback_message' then 1 else 0 end) over (partition by {{ record_key }}) = 1
                as has_fallback,
            max(element_number) over (partition by {{ record_key }}) as last_number,
            min(element_number) over (partition by {{ record_key }}, is_attempt, attempt_name) as attempt_start,
            sum(run_output) over (partition by {{ record_key }}, is_attempt, attempt_name) as attempt_output
        from named_runs
    ),

    runs_with_served_attempt as (
        select
            *,
            dense_rank() over (partition by {{ record_key }}, is_attempt order by attempt_start) as attempt_rank,
            max(case when has_fallback and is_attempt and attempt_output = answer_output then attempt_start end)
                over (partition by {{ record_key }}) as served_start
        from runs_by_attempt
    ),

    runs_with_answer as (
        select
            *,
            max(case when is_attempt and attempt_start = served_start then stated_model end)
                over (partition by {{ record_key }}) as served_model,
            max(case when is_attempt and attempt_start = served_start then attempt_rank end)
                over (partition by {{ record_key }}) as served_rank,
            case
                when envelope_finding is not null then envelope_finding
                when has_fallback and served_start is null and answer_output is not null
                    then 'inconsistent_usage|the answer has ' || answer_output
                    || ' output tokens, which no attempt in iterations has'
            end as run_finding
        from runs_with_served_attempt
    ),

    roles as (
        select false as is_part
        union all
        select true as is_part
    ),

    -- The answer takes the place of the last run; a run that is billed beside it has a row of its own.
    billed_runs as (
        select
            {{ kept | join(',\n            ') }},
            case when is_part then event_key || '/iteration/' || element_number else event_key end as event_key,
            case
                when is_part and is_attempt then cast(attempt_rank as {{ dbt.type_string() }})
                when not is_part then coalesce(attempt_number, cast(served_rank as {{ dbt.type_string() }}))
            end as attempt_number,
            -- The application's cost is that of the whole request, and stays with the answer.
            case when not is_part then reported_cost end as reported_cost,
            case
                when not is_part then served_model
                when stated_model is not null then stated_model
                when is_attempt and has_fallback
                    then coalesce(nullif(requested_model, coalesce(served_model, raw_model)), '(unknown)')
                else served_model
            end as run_model,
            case when is_part then element else usage_object end as usage_object,
            case when is_part then usage_object end as answer_object,
            run_finding as envelope_finding,
            is_part,
            is_part and is_attempt as is_attempt
        from runs_with_answer
        cross join roles
        where
            (not is_part and element_number = last_number)
            or (is_part and not is_attempt)
            or (is_part and has_fallback and attempt_start != served_start and attempt_output > 0)
    )
{%- endmacro %}
