{#-
    Usage of OpenTelemetry spans in disjoint meters. Since version 1.40 the conventions say that `input_tokens`
    includes cache reads and cache writes. Before that they said nothing: instrumentations passed on the provider's
    counts, and Anthropic and Bedrock leave the cache out. For their models the first of these rules that applies
    decides:
      1. a stated total: input and output alone add up to it (inclusive), or only with the cache (exclusive);
      2. more cached than input tokens: exclusive;
      3. a schema of 1.40 or later: inclusive;
      4. an earlier schema, and cache counts under other names than those of 1.40: exclusive;
      5. no schema, and the names of 1.40: inclusive.
    Any other span contradicts itself or leaves the question open, and is refused. Other providers always count
    inclusively. Output includes reasoning in every version. A span of an agent sums up the calls inside it, which are
    spans of their own.

    The model is long because it applies these rules and checks each span against its own total.
-#}
{%- set counts = otel_fields().counts -%}
{%- set summing_operations = ['invoke_agent', 'create_agent', 'execute_tool', 'invoke_workflow', 'plan'] -%}

with spans as (
    select * from {{ ref('base_otel__spans') }}
),

spans_with_cache as (
    select
        *,
        coalesce(response_model, request_model) as called_model,
        coalesce(convention_cached_tokens, other_cached_tokens, 0) as cached,
        coalesce(convention_written_tokens, other_written_tokens, 0) as written,
        coalesce(convention_cached_tokens, convention_written_tokens) is not null as has_convention_names,
        coalesce(input_tokens, 0) as stated_input,
        coalesce(output_tokens, 0) as output_total,
        platform in ('anthropic', 'bedrock')
        or lower(coalesce(response_model, request_model, '')) like '%claude%' as counts_exclusively
    from spans
),

spans_by_counting as (
    select
        *,
        case
            when cached + written = 0 or not counts_exclusively then 'inclusive'
            when stated_total_tokens = stated_input + output_total then 'inclusive'
            when stated_total_tokens = stated_input + cached + written + output_total then 'exclusive'
            when cached + written > stated_input then 'exclusive'
            when schema_version >= 40 then 'inclusive'
            when schema_version < 40 and not has_convention_names then 'exclusive'
            when schema_version is null and has_convention_names then 'inclusive'
        end as counting,
        case when platform = 'bedrock' then {{ bedrock_model_id('called_model') }} else called_model end as raw_model
    from spans_with_cache
),

spans_with_total as (
    select
        *,
        stated_input + case when counting = 'exclusive' then cached + written else 0 end as input_total,
        coalesce(response_id, trace_id || '/' || span_id) as event_key,
        {{ record_finding() }} as record_finding
    from spans_by_counting
),

spans_with_finding as (
    select
        *,
        case
            when coalesce(
                raw_input_tokens, raw_output_tokens, raw_stated_total_tokens, raw_convention_cached_tokens,
                raw_convention_written_tokens, raw_other_cached_tokens, raw_other_written_tokens
            ) is null
                then 'not_usage|the span has no attribute of usage'
            when lower(operation) in ({{ text_list(summing_operations) }})
                then 'not_usage|a span of operation ' || {{ plain_name('operation') }} || ' sums up the calls inside it'
            when event_key is null
                then 'missing_event_key|the span has neither a response id nor the ids of trace and span'
            when record_finding is not null then record_finding
            when count_finding is not null then count_finding
            when counting is null
                then 'ambiguous_cache_counts|it is unknown whether input ' || stated_input || ' includes cache '
                || (cached + written)
            when cached + written > input_total
                then 'part_exceeds_whole|cached and cache-write tokens > input ' || input_total
            when reasoning_tokens > output_total
                then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
            when stated_total_tokens != input_total + output_total
                then 'parts_miss_total|input and output do not add up to total ' || stated_total_tokens
        end as finding
    from spans_with_total
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'request_id', 'deployment', 'deployment_scope', 'region', 'observed_by', 'reported_currency'
        ]) | join(',\n        ') }},
        trace_id as request_id,
        case when platform = 'azure' then request_model end as deployment,
        case when platform = 'bedrock' then {{ bedrock_deployment_scope('raw_model') }} end as deployment_scope,
        case when platform = 'bedrock' then {{ bedrock_region('raw_model') }} end as region,
        'server' as observed_by,
        'USD' as reported_currency,
        true as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        input_total + output_total as total_tokens,
        reasoning_tokens,
        {{ meter_columns(dict(
            {
                'text_input': 'input_total - cached - written',
                'text_cached_input': 'cached',
                'text_output': 'output_total',
            },
            **cache_write_meters('written', 'cast(null as bigint)', 'counts_exclusively')
        ), counts=counts) }},
        finding
    from spans_with_finding
)

select * from usage_events
