{#-
    Spans of OpenTelemetry with all their input and output tokens. Since version 1.40 the conventions say that
    `input_tokens` includes cache reads and cache writes. Before that they said nothing: instrumentations passed on the
    provider's counts, and Anthropic and Bedrock leave the cache out. For their models the first of these rules that
    applies decides:
      1. a count of uncached input: the input is it with the cache (inclusive), or is it alone (exclusive);
      2. Claude Code, and the AI SDK before version 6, which has no details of the input: exclusive;
      3. a stated total: input and output alone add up to it (inclusive), or only with the cache (exclusive);
      4. more cached than input tokens: exclusive;
      5. names of writers that add the cache to every input (Pydantic AI, the AI SDK 6, OpenInference): inclusive;
      6. a schema of 1.40 or later: inclusive;
      7. an earlier schema, and cache counts under other names than those of 1.40: exclusive;
      8. no schema, and the names of 1.40: inclusive.
    Any other span contradicts itself or leaves the question open. Other providers always count inclusively. Output
    includes reasoning in every version, unless only the sum of both explains a stated total.
-#}
{#- The counts of the cache under each kind of name, NULL for zero. -#}
{%- set cache_counts = {} -%}
{%- for part in ['cached', 'written'] -%}
    {%- set names = [] -%}
    {%- for kind in ['summed', 'convention', 'other'] -%}
        {%- do names.append('nullif(' ~ kind ~ '_' ~ part ~ '_tokens, 0)') -%}
    {%- endfor -%}
    {%- do cache_counts.update({part: names | join(',\n            ')}) -%}
{%- endfor -%}

with spans as (
    select * from {{ ref('base_otel__spans') }}
),

spans_with_cache as (
    select
        *,
        coalesce(response_model, request_model) as called_model,
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
        coalesce(input_tokens, 0) as stated_input,
        coalesce(output_tokens, 0) as stated_output,
        platform in ('anthropic', 'bedrock')
        or lower(coalesce(response_model, request_model, '')) like '%claude%' as counts_exclusively
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
        end as counting
    from spans_with_output
),

spans_with_input as (
    select
        *,
        stated_input + case when counting = 'exclusive' then cached + written else 0 end as input_total
    from spans_by_counting
)

select * from spans_with_input
