{#-
    Spans of OpenTelemetry with the key of their event, and the first thing that is wrong with each. A span of an agent,
    or of a whole function of the AI SDK, sums up the calls inside it, which are spans of their own. Each part is
    checked against its whole, and the whole against the total of the span. Nothing is clamped.
-#}
{%- set parts = otel_fields() -%}
{%- set summing_operations = ['invoke_agent', 'create_agent', 'execute_tool', 'invoke_workflow', 'plan'] -%}
{%- set calling_kinds = ['LLM', 'EMBEDDING', 'RERANKER'] -%}
{%- set counted = [] -%}
{%- for name in parts.counts -%}{%- do counted.append('raw_' ~ name) -%}{%- endfor -%}

with parts as (
    select * from {{ ref('base_otel__usage_parts') }}
),

parts_with_key as (
    select
        *,
        case
            when vocabulary = 'claude_code'
                then coalesce(request_id, session_id || '/' || event_sequence, trace_id || '/' || span_id)
            else coalesce(response_id, trace_id || '/' || span_id)
        end as event_key,
        {{ whole_number('raw_requests') }} as requests,
        {{ record_finding() }} as record_finding,
        coalesce({{ count_finding(parts.counts) }}, spelling_finding) as count_finding
    from parts
),

parts_with_finding as (
    select
        *,
        case
            when coalesce({{ counted | join(', ') }}, unknown_counts) is null
                then 'not_usage|the span has no count below {{ parts.prefixes | map('trim', '.') | join(', ') }}'
                || ', and no input_tokens or output_tokens; '
                || coalesce('it has ' || similar_names, 'no name of its attributes has the word token or usage')
            when lower(operation) in ({{ text_list(summing_operations) }})
                then 'not_usage|a span of operation ' || {{ plain_name('operation') }} || ' sums up the calls inside it'
            when upper(span_kind) not in ({{ text_list(calling_kinds) }})
                then 'not_usage|a span of kind ' || {{ plain_name('span_kind') }} || ' sums up the calls inside it'
            -- Calls of the AI SDK are steps of its functions, such as `ai.generateText.doGenerate`.
            when {{ regexp_matches('span_name', '^ai[.][A-Za-z]+( |$)') }}
                then 'not_usage|a span of ' || {{ plain_name('span_name') }} || ' sums up the calls inside it'
            when event_key is null
                then 'missing_event_key|the span has neither a response id nor the ids of trace and span'
            when record_finding is not null then record_finding
            when count_finding is not null then count_finding
            when is_cached_contradicted
                then 'contradicting_counts|tokens read from the cache have different values under two of their names'
            when is_written_contradicted
                then 'contradicting_counts|tokens written to the cache have different values under two of their names'
            when counting is null
                then 'ambiguous_cache_counts|it is unknown whether input ' || stated_input || ' includes cache '
                || (cached + written)
            when cached + written > input_total
                then 'part_exceeds_whole|cached and cache-write tokens > input ' || input_total
            when written_1h_tokens > written
                then 'part_exceeds_whole|cache writes of one hour > cache writes ' || written
            when reasoning_tokens > output_total
                then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
            -- Before version 6 the AI SDK adds the total up itself, without the cache beside the input.
            when
                stated_total_tokens != input_total + output_total
                and not (coalesce(vocabulary, '') = 'ai_sdk' and stated_total_tokens = stated_input + stated_output)
                then 'parts_miss_total|input and output do not add up to total ' || stated_total_tokens
            when text_in < 0 then 'parts_miss_total|input modalities exceed input ' || input_total
            when cached_text < 0 or cached_audio > audio_in or cached_image > image_in
                then 'part_exceeds_whole|cached tokens of a modality > its input tokens'
            when cached_text + written > text_in
                then 'ambiguous_cached_modality|cached and written tokens > text ' || text_in || ', no modality given'
            when text_out < 0 then 'parts_miss_total|output modalities exceed output ' || output_total
            {{ several_requests_finding('requests', 'input_total') }}
        end as finding
    from parts_with_key
)

select * from parts_with_finding
