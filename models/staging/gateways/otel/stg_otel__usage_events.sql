{#-
    Usage of OpenTelemetry spans in disjoint meters. Since version 1.40 the conventions say that `input_tokens`
    includes cache reads and cache writes. Before that they said nothing: instrumentations passed on the provider's
    counts, and Anthropic and Bedrock leave the cache out. For their models the first of these rules that applies
    decides:
      1. a count of uncached input: the input is it with the cache (inclusive), or is it alone (exclusive);
      2. Claude Code, and the AI SDK before version 6, which has no details of the input: exclusive;
      3. a stated total: input and output alone add up to it (inclusive), or only with the cache (exclusive);
      4. more cached than input tokens: exclusive;
      5. names of writers that add the cache to every input (Pydantic AI, the AI SDK 6, OpenInference): inclusive;
      6. a schema of 1.40 or later: inclusive;
      7. an earlier schema, and cache counts under other names than those of 1.40: exclusive;
      8. no schema, and the names of 1.40: inclusive.
    Any other span contradicts itself or leaves the question open, and is refused. Other providers always count
    inclusively. Output includes reasoning in every version, unless only the sum of both explains a stated total. A span
    of an agent, or of a whole function of the AI SDK, sums up the calls inside it, which are spans of their own.

    The model is long because it applies these rules and checks each span against its own total.
-#}
{%- set parts = otel_fields() -%}
{%- set summing_operations = ['invoke_agent', 'create_agent', 'execute_tool', 'invoke_workflow', 'plan'] -%}
{%- set calling_kinds = ['LLM', 'EMBEDDING', 'RERANKER'] -%}
{%- set counted = [] -%}
{%- for name in parts.counts -%}{%- do counted.append('raw_' ~ name) -%}{%- endfor -%}
{#- The counts of the cache under each kind of name, NULL for zero. -#}
{%- set cache_counts = {} -%}
{%- for part in ['cached', 'written'] -%}
    {%- set names = [] -%}
    {%- for kind in ['summed', 'convention', 'other'] -%}
        {%- do names.append('nullif(' ~ kind ~ '_' ~ part ~ '_tokens, 0)') -%}
    {%- endfor -%}
    {%- do cache_counts.update({part: names | join(',\n            ')}) -%}
{%- endfor -%}
{%- set quantities = {
    'text_input': 'text_in - cached_text - written',
    'text_cached_input': 'cached_text',
    'text_output': 'text_out',
    'audio_input': 'audio_in - cached_audio',
    'audio_cached_input': 'cached_audio',
    'audio_output': 'audio_out',
    'image_input': 'image_in - cached_image',
    'image_cached_input': 'cached_image',
    'image_output': 'image_out',
    'video_input': 'video_in',
} -%}
{%- do quantities.update(cache_write_meters('written', 'written_1h_tokens', 'counts_exclusively')) -%}
{#- A request that was refused before any output is free. -#}
{%- set meters = {} -%}
{%- for meter, quantity in quantities.items() -%}
    {%- do meters.update({meter: 'case when is_free then 0 else ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}

with spans as (
    select * from {{ ref('base_otel__spans') }}
),

spans_with_cache as (
    select
        *,
        coalesce(response_model, request_model) as called_model,
        {{ whole_number('raw_requests') }} as requests,
        {{ search_model_meter('platform', 'coalesce(response_model, request_model)') }} as search_meter,
        {% for part, counts in cache_counts.items() -%}
        coalesce(
            {{ counts }},
            0
        ) as {{ part }},
        greatest(
            {{ counts }}
        ) != least(
            {{ counts }}
        ) as is_{{ part }}_contradicted,
        {% endfor -%}
        coalesce(convention_cached_tokens, convention_written_tokens) is not null as has_convention_names,
        coalesce(summed_cached_tokens, summed_written_tokens) is not null as has_summed_names,
        {{ is_claude_refusal('stop_reason', 'platform', 'coalesce(response_model, request_model)') }}
        and coalesce(output_tokens, 0) = 0 as is_free,
        coalesce(input_tokens, 0) as stated_input,
        coalesce(output_tokens, 0) as stated_output,
        platform in ('anthropic', 'bedrock')
        or lower(coalesce(response_model, request_model, '')) like '%claude%' as counts_exclusively,
        case
            when lower(output_type) in ('speech', 'image') then lower(output_type)
            else {{ model_kind('coalesce(response_model, request_model)') }}
        end as kind
    from spans
),

spans_with_output as (
    select
        *,
        case
            when
                reasoning_tokens > 0
                and stated_total_tokens - stated_input - stated_output - reasoning_tokens in (0, cached + written)
                and stated_total_tokens - stated_input - stated_output not in (0, cached + written)
                then stated_output + reasoning_tokens
            else stated_output
        end as output_total
    from spans_with_cache
),

spans_by_counting as (
    select
        *,
        case
            when cached + written = 0 or (not counts_exclusively and coalesce(vocabulary, '') != 'claude_code')
                then 'inclusive'
            when uncached_tokens + cached + written = stated_input then 'inclusive'
            when uncached_tokens = stated_input then 'exclusive'
            when counts_exclusively and vocabulary = 'claude_code' then 'exclusive'
            when vocabulary = 'ai_sdk' and not has_summed_names then 'exclusive'
            when stated_total_tokens = stated_input + output_total then 'inclusive'
            when stated_total_tokens = stated_input + cached + written + output_total then 'exclusive'
            when cached + written > stated_input then 'exclusive'
            when has_summed_names then 'inclusive'
            when schema_version >= 40 then 'inclusive'
            when schema_version < 40 and not has_convention_names then 'exclusive'
            when schema_version is null and has_convention_names then 'inclusive'
        end as counting,
        case when platform = 'bedrock' then {{ bedrock_model_id('called_model') }} else called_model end as raw_model
    from spans_with_output
),

spans_with_total as (
    select
        *,
        stated_input + case when counting = 'exclusive' then cached + written else 0 end as input_total,
        case
            when vocabulary = 'claude_code'
                then coalesce(request_id, session_id || '/' || event_sequence, trace_id || '/' || span_id)
            else coalesce(response_id, trace_id || '/' || span_id)
        end as event_key,
        {{ record_finding() }} as record_finding,
        coalesce({{ count_finding(parts.counts) }}, spelling_finding) as count_finding
    from spans_by_counting
),

spans_by_modality as (
    select
        *,
        coalesce(
            input_audio_tokens,
            case
                when kind = 'transcription'
                    then greatest(input_total - coalesce(input_text_tokens, 0) - coalesce(input_image_tokens, 0), 0)
            end,
            0
        ) as audio_in,
        coalesce(input_image_tokens, 0) as image_in,
        coalesce(input_video_tokens, 0) as video_in,
        coalesce(
            output_audio_tokens,
            case
                when kind = 'speech'
                    then greatest(output_total - coalesce(output_text_tokens, 0) - coalesce(output_image_tokens, 0), 0)
            end,
            0
        ) as audio_out,
        coalesce(
            output_image_tokens,
            case
                when {{ makes_images('kind', 'called_model', 'output_total', 'output_text_tokens') }}
                    then greatest(output_total - coalesce(output_text_tokens, 0) - coalesce(output_audio_tokens, 0), 0)
            end,
            0
        ) as image_out,
        coalesce(
            cached_audio_tokens, case when input_audio_tokens = input_total and input_total > 0 then cached end, 0
        ) as cached_audio,
        coalesce(
            cached_image_tokens, case when input_image_tokens = input_total and input_total > 0 then cached end, 0
        ) as cached_image
    from spans_with_total
),

spans_with_text as (
    select
        *,
        input_total - audio_in - image_in - video_in as text_in,
        cached - cached_audio - cached_image as cached_text,
        output_total - audio_out - image_out as text_out
    from spans_by_modality
),

spans_with_finding as (
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
    from spans_with_text
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'request_id', 'deployment', 'deployment_scope', 'region', 'raw_service_tier', 'observed_by',
            'reported_currency'
        ]) | join(',\n        ') }},
        trace_id as request_id,
        case when platform = 'azure' then request_model end as deployment,
        case when platform = 'bedrock' then {{ bedrock_deployment_scope('raw_model') }} end as deployment_scope,
        case when platform = 'bedrock' then {{ bedrock_region('raw_model') }} end as region,
        case when lower(speed) = 'fast' then 'fast_mode' else raw_service_tier end as raw_service_tier,
        'server' as observed_by,
        'USD' as reported_currency,
        true as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        reasoning_tokens,
        {{ meter_columns(dict(
            {
                'text_input': 'text_in - cached_text - written',
                'text_cached_input': 'cached_text',
                'text_output': 'text_out',
                'audio_input': 'audio_in - cached_audio',
                'audio_cached_input': 'cached_audio',
                'audio_output': 'audio_out',
                'image_input': 'image_in - cached_image',
                'image_cached_input': 'cached_image',
                'image_output': 'image_out',
                'video_input': 'video_in',
            },
            **cache_write_meters('written', 'written_1h_tokens', 'counts_exclusively')
        ), counts=parts.counts, unknown=true) }},
        finding
    from spans_with_finding
),

usage_events_with_router as (
    {{ with_model_router('usage_events') | indent(4) }}
)

select * from usage_events
