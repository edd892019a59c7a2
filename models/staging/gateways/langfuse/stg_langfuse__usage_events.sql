{#-
    Langfuse keeps usage under keys of any name that are meant not to overlap, beside their total: of OpenAI's input
    it has already taken off what the details count. Where these overlap themselves (cached audio), Langfuse has taken
    them off twice and stopped at zero: then the keys miss the total, and the observation is refused. A key that is
    not listed here is an event of its own on a meter of that name, which has no price: it is seen, and never dropped.
-#}
{%- set keys = langfuse_usage_keys() -%}
{%- set totals = ['total', 'total_tokens', 'totalTokens'] -%}
{%- set no_counts = totals + [
    'unit', 'inputCost', 'outputCost', 'totalCost', 'input_cost', 'output_cost', 'total_cost'
] -%}
{%- set known = no_counts + (keys.values() | sum(start=[])) -%}
{%- set counted = {
    'text_input': 'text_input_tokens',
    'text_cached_input': 'text_cached_input_tokens',
    'text_output': 'answer_tokens + reasoning_tokens',
} -%}
{%- for meter in ['audio_input', 'audio_cached_input', 'audio_output', 'image_input', 'image_output', 'video_input'] -%}
    {%- do counted.update({meter: meter ~ '_tokens'}) -%}
{%- endfor -%}
{%- do counted.update(cache_write_meters(
    'cache_write_tokens + cache_write_5m_tokens + cache_write_1h_tokens', 'cache_write_1h_tokens', 'is_timed'
)) -%}
{%- set counted_keys = [] -%}
{%- for name in keys -%}
    {%- do counted_keys.append(name ~ '_tokens') -%}
{%- endfor -%}
{%- set meters = {'extra_quantity': 'entry_value'} -%}
{%- for meter, quantity in counted.items() -%}
    {%- do meters.update({meter: 'case when not is_part then ' ~ quantity ~ ' end'}) -%}
{%- endfor -%}

with observations as (
    select * from {{ ref('base_langfuse__observations') }}
),

summed as (
    select
        *,
        {% for name, spellings in keys.items() -%}
        {{ json_entries_sum('usage_object', spellings) }} as {{ name }}_tokens,
        {% endfor -%}
        {{ json_entries_sum('usage_object', no_counts, is_listed=false) }} as all_tokens,
        {{ json_entries_sum('usage_object', totals[:1]) }} as named_total,
        {{ json_entries_sum('usage_object', totals[1:]) }} as other_total,
        {{ json_odd_entry('usage_object', no_counts) }} as odd_key,
        {{ record_finding() }} as record_finding
    from observations
),

found as (
    select
        *,
        platform in ('anthropic', 'bedrock', 'vertex') or cache_write_5m_tokens + cache_write_1h_tokens > 0 as is_timed,
        coalesce(nullif(named_total, 0), nullif(other_total, 0)) as stated_total,
        case
            when kind is null or upper(kind) not in ('GENERATION', 'EMBEDDING')
                then 'not_usage|an observation of type ' || coalesce({{ plain_name('kind') }}, '(none)')
                || ' calls no model'
            when observation_id is null then 'missing_event_key|the observation has no id'
            when usage_object is null then 'missing_usage|the observation has no usage, which is not a usage of zero'
            when record_finding is not null then record_finding
            when upper(unit) != 'TOKENS' then 'unsupported_unit|usage is counted in ' || lower({{ plain_name('unit') }})
            when odd_key is not null
                then 'invalid_count|' || {{ plain_name('odd_key') }}
                || ' is not a whole number below 10^12'
            when coalesce(nullif(named_total, 0), nullif(other_total, 0)) != all_tokens
                then 'parts_miss_total|the keys of the usage add up to ' || all_tokens || ', not to their total '
                || coalesce(nullif(named_total, 0), other_total)
        end as finding
    from summed
),

sound as (
    select * from found
    where finding is null
),

unknown as (
    {{ other_entries('sound', 'usage_object', known) | indent(4) }}
),

unioned as (
    select
        *,
        cast(null as {{ dbt.type_string() }}) as entry_key,
        cast(null as bigint) as entry_value,
        false as is_part
    from found

    union all

    select
        *,
        true as is_part
    from unknown
),

renamed as (
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
        text_input_tokens + text_cached_input_tokens
        + cache_write_tokens + cache_write_5m_tokens + cache_write_1h_tokens
        + audio_input_tokens + audio_cached_input_tokens + image_input_tokens + video_input_tokens as context_tokens,
        coalesce(entry_value, all_tokens) as total_tokens,
        case when not is_part and reasoning_tokens > 0 then reasoning_tokens end as reasoning_tokens,
        {{ meter_columns(meters, 'lower(entry_key)', sums=counted_keys) }},
        finding
    from unioned
)

select * from renamed
