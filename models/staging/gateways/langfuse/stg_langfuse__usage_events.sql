{#-
    Usage of Langfuse in disjoint meters. Langfuse keeps usage under keys of any name that are meant to be disjoint,
    beside their total: it has already subtracted from OpenAI's input what the details count. Where the details overlap
    (cached audio), Langfuse has subtracted them twice and stopped at zero: then the keys miss the total, and the
    observation is refused. Two names of one count are one count. Where no total is stated, Langfuse adds up all keys,
    so a total may have such a count twice. A key that we do not know is an event of its own on a meter of that name,
    which has no price, so that it shows. Where a key states no modality, the kind of the model decides.

    The model is long because it lists the meters that each key counts in.
-#}
{%- set parts = langfuse_fields() -%}
{%- set not_counts = parts.not_counts -%}
{%- set known_keys = not_counts + (parts.usage_keys.values() | sum(start=[])) -%}
{%- set quantities = {
    'text_input': "text_input_tokens + case when model_kind = 'transcription' then 0 else input_tokens end",
    'text_cached_input': 'text_cached_input_tokens',
    'text_output': "text_output_tokens + accepted_prediction_tokens + rejected_prediction_tokens + reasoning_tokens"
        ~ " + case when model_kind in ('speech', 'image') then 0 else output_tokens end",
    'audio_input': "audio_input_tokens + case when model_kind = 'transcription' then input_tokens else 0 end",
    'audio_cached_input': 'audio_cached_input_tokens',
    'audio_output': "audio_output_tokens + case when model_kind = 'speech' then output_tokens else 0 end",
    'image_input': 'image_input_tokens',
    'image_output': "image_output_tokens + case when model_kind = 'image' then output_tokens else 0 end",
    'video_input': 'video_input_tokens',
} -%}
{%- do quantities.update(cache_write_meters(
    'cache_write_tokens + cache_write_5m_tokens + cache_write_1h_tokens', 'cache_write_1h_tokens', 'is_timed'
)) -%}
{%- set sums = [] -%}
{%- for name in parts.usage_keys -%}
    {%- do sums.append(name ~ '_tokens') -%}
{%- endfor -%}
{%- set input_sums = sums | reject('in', [
    'output_tokens', 'text_output_tokens', 'accepted_prediction_tokens', 'rejected_prediction_tokens',
    'reasoning_tokens', 'audio_output_tokens', 'image_output_tokens'
]) | list -%}
{%- set meters = {} -%}
{%- for meter, quantity in quantities.items() -%}
    {%- do meters.update({meter: 'case when not is_part then ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}

with observations as (
    select * from {{ ref('base_langfuse__counts') }}
),

observations_with_counts as (
    select
        *,
        {% for name in parts.usage_keys -%}
        coalesce({{ whole_number('raw_' ~ name) }}, 0) as {{ name }}_tokens,
        {% endfor -%}
        {{ whole_number('raw_requests') }} as requests,
        {{ json_entries_sum('usage_object', known_keys, is_listed=false) }} as unknown_tokens,
        {{ json_entries_sum('usage_object', not_counts, is_listed=false) }} as tokens_of_all_keys,
        nullif({{ whole_number('raw_total') }}, 0) as stated_total,
        {{ json_odd_entry('usage_object', not_counts) }} as invalid_key,
        {% set output = json_entries_sum('usage_object', parts.usage_keys.output) -%}
        case
            when {{ makes_images(model_kind('raw_model'), 'raw_model', output) }} then 'image'
            else coalesce(nullif({{ model_kind('raw_model') }}, 'image'), '')
        end as model_kind,
        {{ record_finding() }} as record_finding
    from observations
),

observations_with_sums as (
    select
        *,
        {{ sums | join(' + ') }} + unknown_tokens as all_tokens,
        {{ input_sums | join(' + ') }} as input_total
    from observations_with_counts
),

observations_with_finding as (
    select
        *,
        platform in ('anthropic', 'bedrock', 'vertex') or cache_write_5m_tokens + cache_write_1h_tokens > 0 as is_timed,
        case
            when kind is null or upper(kind) not in ('GENERATION', 'EMBEDDING')
                then 'not_usage|an observation of type ' || coalesce({{ plain_name('kind') }}, '(none)')
                || ' calls no model'
            when observation_id is null then 'missing_event_key|the observation has no id'
            when usage_object is null
                then 'missing_usage|the observation has no usage, which is not a usage of zero'
                || coalesce(
                    '; we look for counts in {{ parts.usage_objects | join(', ') }}, and it has '
                    || {{ json_key_names('record', '', ['token', 'usage']) }},
                    ''
                )
            when record_finding is not null then record_finding
            when upper(unit) != 'TOKENS' then 'unsupported_unit|usage is counted in ' || lower({{ plain_name('unit') }})
            when invalid_key is not null
                then 'invalid_count|' || {{ plain_name('invalid_key') }}
                || ' is not a whole number below 10^12'
            when spelling_finding is not null then spelling_finding
            when stated_total not in (all_tokens, tokens_of_all_keys)
                then 'parts_miss_total|the keys of the usage add up to ' || all_tokens || ', not to their total '
                || stated_total
            {{ several_requests_finding('requests', 'input_total') }}
        end as finding
    from observations_with_sums
),

accepted_observations as (
    select * from observations_with_finding
    where finding is null
),

unknown_entries as (
    {{ other_entries('accepted_observations', 'usage_object', known_keys) | indent(4) }}
),

observations_and_entries as (
    select
        *,
        cast(null as {{ dbt.type_string() }}) as entry_key,
        cast(null as bigint) as entry_value,
        false as is_part
    from observations_with_finding

    union all

    select
        *,
        true as is_part
    from unknown_entries
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', ['event_key', 'region', 'deployment_scope', 'reported_cost'])
            | join(',\n        ') }},
        coalesce(response_id, observation_id) || coalesce('/usage/' || entry_key, '') as event_key,
        case when platform = 'bedrock' then coalesce(deployment_scope, {{ bedrock_deployment_scope('raw_model') }})
            else deployment_scope
        end as deployment_scope,
        coalesce(metadata_region, case when platform = 'bedrock' then {{ bedrock_region('raw_model') }} end) as region,
        case when not is_part then reported_cost end as reported_cost,
        true as is_final_snapshot,
        is_part,
        false as is_independent,
        input_total as context_tokens,
        coalesce(entry_value, all_tokens) as total_tokens,
        case when not is_part and reasoning_tokens > 0 then reasoning_tokens end as reasoning_tokens,
        {{ meter_columns(meters, [{'meter': quantity_name('entry_key'), 'quantity': 'entry_value'}], sums=sums) }},
        finding
    from observations_and_entries
)

select * from usage_events
