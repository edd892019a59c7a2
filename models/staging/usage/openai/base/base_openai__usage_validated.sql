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
            and coalesce(characters, generated_images) is null
            and duration_seconds is null
            then coalesce(
                case when coalesce(raw_seconds, raw_time_span) is not null
                    then 'invalid_duration|the duration is neither seconds nor a time span' end,
                'missing_usage|the payload reports no usage, which is not a usage of zero'
            )
        when duration_seconds >= 1000000000 then 'invalid_duration|the duration is longer than thirty years'
        when input_total is null and total_tokens > coalesce(output_total, 0)
            then 'parts_miss_total|total_tokens without its input and output parts'
        when cached > coalesce(input_total, 0)
            then 'part_exceeds_whole|cached ' || cached || ' > input ' || coalesce(input_total, 0)
        when text_in < 0 or text_in + audio_in + image_in != input_total
            then 'parts_miss_total|input modalities do not add up to input ' || input_total
        when cached_text > text_in or cached_audio > audio_in or cached_image > image_in
            then case
                when has_cached_split then 'part_exceeds_whole|cached tokens of a modality > its input tokens'
                else 'ambiguous_cached_modality|cached ' || cached || ' > text ' || text_in || ', no modality given'
            end
        when cached_text < 0 or cached_text + cached_audio + cached_image != cached
            then 'parts_miss_total|cached modalities do not add up to cached ' || cached
        when cached_text + text_written > text_in
            then 'part_exceeds_whole|cached and cache-write tokens > text input ' || text_in
        when text_out < 0 or text_out + audio_out + image_out != output_total
            then 'parts_miss_total|output modalities do not add up to output ' || output_total
        when reasoning_tokens > coalesce(output_total, 0)
            then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || coalesce(output_total, 0)
        when total_tokens != coalesce(input_total, 0) + coalesce(output_total, 0)
            then 'parts_miss_total|input and output do not add up to total ' || total_tokens
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
