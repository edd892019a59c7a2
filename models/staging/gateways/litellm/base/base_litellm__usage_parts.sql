{#-
    Calls and attempts of LiteLLM with their tokens by modality, before they are checked. LiteLLM counts inclusively as
    OpenAI does, whatever the provider: it adds cache reads and cache writes to the input of Anthropic and Bedrock. It
    reports each call twice. The usage object in the metadata counts first, then the columns of the log, if they are
    not zero, then the provider's own names. The total of xAI may show that its reasoning is beside the output. A call
    without a split of modalities has that of its type or model.
-#}
{%- set parts = litellm_fields() -%}
{%- set is_counted = 'not is_part and not is_cache_hit' -%}
{%- set input_tokens =
    'coalesce(usage_input_tokens, nullif(log_input_tokens, 0), native_input_tokens, log_input_tokens)' -%}
{%- set output_tokens =
    'coalesce(usage_output_tokens, nullif(log_output_tokens, 0), native_output_tokens, log_output_tokens, 0)' -%}
{%- set logged_tokens = 'coalesce(' ~ input_tokens ~ ', 0) + ' ~ output_tokens -%}

with calls as (
    select * from {{ ref('base_litellm__attempts') }}
),

calls_with_totals as (
    select
        *,
        case
            when has_attempts then attempt_uncached_sum + attempt_cached_sum + attempt_written_sum
            else {{ input_tokens }}
        end as input_total,
        case
            when has_attempts then attempt_output_sum
            when reasoning_tokens > 0 and log_total_tokens = {{ logged_tokens }} + reasoning_tokens
                then {{ output_tokens }} + reasoning_tokens
            else {{ output_tokens }}
        end as output_total,
        {{ logged_tokens }} as logged_tokens,
        coalesce(attempt_cached_sum, cached_tokens, 0) as cached,
        coalesce(
            attempt_written_sum,
            written_tokens,
            coalesce(written_5m_tokens, 0) + coalesce(written_1h_tokens, 0)
        ) as written,
        coalesce(attempt_written_1h_sum, written_1h_tokens) as written_1h,
        {{ search_model_meter('platform', 'raw_model') }} as search_meter,
        platform in ('anthropic', 'bedrock', 'vertex') or written_5m_tokens > 0 or written_1h_tokens > 0 as is_timed,
        case
            when call_type like '%image!_generation' escape '!' or call_type like '%image!_edit' escape '!' then 'image'
            when call_type like '%speech' then 'speech'
            when call_type like '%transcription' then 'transcription'
            else {{ model_kind('raw_model') }}
        end as kind
    from calls
),

-- Charges and tokens that are counted by a name are metered by it.
calls_with_unknown_counts as (
    {{ computed_once('calls_with_totals', {
        'unknown_counts': "nullif(concat_ws(';', case when " ~ is_counted ~ " then charged_quantities end, "
         ~ unknown_counts('usage_object', parts.usage_counts, parts.information, is_counted) ~ "), '')",
    }) | indent(4) }}
),

calls_by_modality as (
    select
        *,
        {{ modality_columns('raw_model') }},
        coalesce(cached_audio_tokens, 0) as cached_audio,
        coalesce(cached_image_tokens, 0) as cached_image,
        -- Neither its own cache costs LiteLLM anything, nor a refusal before any output.
        not is_cache_hit
        and not (
            output_total = 0
            and (has_attempts or {{ is_claude_refusal('stop_reason', 'platform', 'raw_model') }})
        ) as is_charged
    from calls_with_unknown_counts
),

calls_with_text as (
    select
        *,
        coalesce(input_total, 0) - audio_in - image_in - video_in as text_in,
        cached - cached_audio - cached_image as cached_text,
        output_total - audio_out - image_out - coalesce(output_video_tokens, 0) as text_out
    from calls_by_modality
)

select * from calls_with_text
