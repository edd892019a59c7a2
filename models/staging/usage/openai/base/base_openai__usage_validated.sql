{#-
    OpenAI usage objects, and the first thing that is wrong with each. An object that cannot be true is a finding;
    nothing is clamped. Counts are inclusive here: the input contains its cached and its cache-write part, the output
    its reasoning.
-#}
{%- set finding %}
    case
        when envelope_finding is not null then envelope_finding
        when count_finding is not null then count_finding
        when coalesce(input_total, output_total, total_tokens, code_interpreter_sessions) is null
            and coalesce(characters, generated_images, video_seconds) is null
            and duration_seconds is null
            then coalesce(
                case when coalesce(raw_seconds, raw_time_span, raw_video_seconds) is not null
                    then 'invalid_duration|the duration is neither seconds nor a time span' end,
                'missing_usage|the payload reports no usage, which is not a usage of zero'
            )
        when duration_seconds >= 1000000000 then 'invalid_duration|the duration is longer than thirty years'
        {{ openai_usage_findings() }}
        {{ several_requests_finding(
            'case when run_object is null then requests end', 'input_total', 'land request_usage_entries with them'
        ) }}
    end
{% endset -%}

with parts as (
    select * from {{ ref('base_openai__usage_parts') }}
),

parts_with_total as (
    select
        *,
        coalesce(input_total, 0) + coalesce(output_total, 0) as tokens
    from parts
),

parts_with_finding as (
    {{ computed_once('parts_with_total', {'finding': finding}) | indent(4) }}
)

select * from parts_with_finding
