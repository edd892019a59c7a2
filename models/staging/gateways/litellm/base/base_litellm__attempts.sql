{#-
    Calls of LiteLLM, and the attempts that are billed beside their answer. Of an answer of Anthropic that took several
    attempts, LiteLLM adds all counts up. Each attempt is listed, counts as Anthropic does, and is billed at its own
    model if it wrote anything. So the answer is the attempt that served, or all messages where none fell back to
    another model, and any other attempt or compaction is a part of its own.
-#}
{%- set texts = {'type': ['type'], 'model': ['model']} -%}
{%- set counts = {
    'attempt_uncached': ['input_tokens'],
    'attempt_cached': ['cache_read_input_tokens'],
    'attempt_written': ['cache_creation_input_tokens'],
    'attempt_written_1h': ['cache_creation.ephemeral_1h_input_tokens'],
    'attempt_output': ['output_tokens'],
} -%}
{%- set mapping = dict(counts, **texts) -%}
{%- set tokens = 'attempt_uncached + attempt_cached + attempt_written + attempt_output' -%}
{%- set record_rows = 'over (partition by delivery_id, record_number)' -%}
{%- set columns = {} -%}
{%- for name in texts -%}
    {%- do columns.update({'attempt_' ~ name: json_field('computed.fields', mapping, name)}) -%}
{%- endfor -%}
{%- for name in counts -%}
    {%- do columns.update({
        name: 'coalesce(' ~ whole_number(json_field('computed.fields', mapping, name)) ~ ', 0)',
    }) -%}
{%- endfor -%}

with calls as (
    select
        *,
        coalesce(
            usage_object like '%"iterations"%' and {{ json_array_size('usage_object', 'iterations') }} > 1, false
        ) as has_attempts
    from {{ ref('base_litellm__models') }}
),

calls_with_attempts as (
    select * from calls
    where has_attempts
),

attempts as (
    {{ numbered_elements('calls_with_attempts', 'usage_object', 'iterations') | indent(4) }}
),

attempts_with_counts as (
    {{ computed_once('attempts', {'fields': json_fields('element', mapping)}, columns) | indent(4) }}
),

attempts_of_a_record as (
    select
        *,
        max(case when attempt_type = 'fallback_message' then element_number end) {{ record_rows }} as fallback_number,
        max(case when attempt_type = 'message' then element_number end) {{ record_rows }} as message_number,
        max(element_number) {{ record_rows }} as last_number,
        cast(sum({{ tokens }}) {{ record_rows }} as bigint) as tokens_of_attempts
    from attempts_with_counts
),

attempts_and_answers as (
    select
        *,
        case
            when fallback_number is not null then element_number = fallback_number
            when message_number is not null then coalesce(attempt_type, '') = 'message'
            else element_number = last_number
        end as is_answer,
        element_number != coalesce(fallback_number, message_number, last_number) as is_part
    from attempts_of_a_record
),

attempts_with_sums as (
    select
        *,
        {% for name in counts -%}
        cast(case
            when is_part then {{ name }}
            else sum(case when is_answer then {{ name }} else 0 end) {{ record_rows }}
        end as bigint) as {{ name }}_sum,
        {% endfor -%}
        cast(sum(case when is_answer then {{ tokens }} else 0 end) {{ record_rows }} as bigint) as tokens_of_answer
    from attempts_and_answers
),

-- An attempt without output is free, and a message of the answer is in its sum.
calls_and_attempts as (
    select
        *,
        cast(null as {{ dbt.type_string() }}) as element,
        cast(null as bigint) as element_number,
        {% for name in columns -%}
        cast(null as {{ 'bigint' if name in counts else dbt.type_string() }}) as {{ name }},
        {% endfor -%}
        cast(null as bigint) as fallback_number,
        cast(null as bigint) as message_number,
        cast(null as bigint) as last_number,
        cast(null as bigint) as tokens_of_attempts,
        true as is_answer,
        false as is_part,
        {% for name in counts -%}
        cast(null as bigint) as {{ name }}_sum,
        {% endfor -%}
        cast(null as bigint) as tokens_of_answer
    from calls
    where not has_attempts

    union all

    select * from attempts_with_sums
    where not is_part or (not is_answer and attempt_output > 0)
)

select * from calls_and_attempts
