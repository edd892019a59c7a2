{#-
    Gemini's usage metadata under one set of names, from the API (camelCase), the Python SDK (snake_case) and the Live API
    (`response…`), with the tokens of each modality. The OpenAI-compatible API has thoughts in the total only.
-#}
{%- set counts = {
    'prompt_tokens': ['promptTokenCount', 'prompt_token_count', 'prompt_tokens', 'input_tokens'],
    'cached_tokens': [
        'cachedContentTokenCount', 'cached_content_token_count', 'prompt_tokens_details.cached_tokens',
        'input_tokens_details.cached_tokens'
    ],
    'candidates_tokens': [
        'candidatesTokenCount', 'candidates_token_count', 'responseTokenCount', 'response_token_count',
        'completion_tokens', 'output_tokens'
    ],
    'thoughts_tokens': ['thoughtsTokenCount', 'thoughts_token_count'],
    'tool_tokens': ['toolUsePromptTokenCount', 'tool_use_prompt_token_count'],
    'total_tokens': ['totalTokenCount', 'total_token_count', 'total_tokens'],
    'output_audio_tokens': ['completion_tokens_details.audio_tokens', 'output_tokens_details.audio_tokens'],
    'output_image_tokens': nested_paths(
        ['completion_tokens_details', 'output_tokens_details'], 'image_tokens', ['output_image_tokens']
    ),
} -%}
{%- set lists = {
    'prompt': ['promptTokensDetails', 'promptTokenDetails', 'prompt_tokens_details'],
    'cached': ['cacheTokensDetails', 'cache_tokens_details'],
    'candidates': [
        'candidatesTokensDetails', 'candidates_tokens_details', 'responseTokensDetails', 'response_tokens_details'
    ],
    'tool': ['toolUsePromptTokensDetails', 'tool_use_prompt_tokens_details'],
} -%}
{#- Pages of a document are read as text and images and priced as text. -#}
{%- set texts = ['TEXT', 'DOCUMENT', 'MODALITY_UNSPECIFIED'] -%}
{%- set modalities = {'listed_text': texts, 'image': ['IMAGE'], 'audio': ['AUDIO'], 'video': ['VIDEO']} -%}
{%- set known = modalities.values() | sum(start=[]) -%}
{%- set sums = [] -%}
{%- for list in lists -%}
    {%- for name in modalities.keys() | list + ['unknown'] -%}{%- do sums.append(list ~ '_' ~ name) -%}{%- endfor -%}
{%- endfor -%}
{%- set numbers = ['tokenCount', 'token_count'] -%}
{%- set path = 'payload.candidates[0].groundingMetadata.webSearchQueries' -%}
{%- set mapping = dict(counts, compatible=['prompt_tokens', 'completion_tokens']) -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['google']) }}) and not {{ is_claude_in_vertex() }}
),

parsed as (
    {{ computed_once('envelopes', {
        'fields': json_fields('usage_object', mapping),
        'list_values': json_object_array('usage_object', lists.values() | sum(start=[])),
    }) | indent(4) }}
),

named as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        usage_object,
        case when record like '%"webSearchQueries"%' then {{ json_array_size('document', path) }} end as search_queries,
        {% for name in counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'compatible') }} is not null as is_compatible,
        {% for name in lists -%}
        cast({{ json_field('list_values', lists, name) }} as {{ dbt.type_string() }}) as {{ name }}_details
        {{- ',' if not loop.last }}
        {% endfor %}
    from parsed
),

counted as (
    select
        *,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {% for list in lists -%}
        {% for modality, values in modalities.items() -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, values) }} as {{ list }}_{{ modality }},
        {% endfor -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, known, is_listed=false) }} as {{ list }}_unknown,
        {% endfor -%}
        coalesce(
            {{ json_other_tag('prompt_details', 'modality', numbers, known) }},
            {{ json_other_tag('tool_details', 'modality', numbers, known) }},
            {{ json_other_tag('candidates_details', 'modality', numbers, known) }}
        ) as unknown_modality,
        {{ unknown_count('usage_object', counts, [
            'text_tokens', 'reasoning_tokens', 'accepted_prediction_tokens', 'rejected_prediction_tokens'
        ]) }} as unknown_count
    from named
),

completed as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        coalesce(
            {{ count_finding(counts) | indent(4) }},
            case
                when greatest({{ sums | join(', ') }}) >= 1000000000000
                    then 'invalid_count|the tokens of a modality are not a whole number below 10^12'
            end
        ) as count_finding,
        unknown_modality,
        unknown_count,
        search_queries,
        prompt_tokens,
        cached_tokens,
        coalesce(candidates_tokens, output_audio_tokens, output_image_tokens) as candidates_tokens,
        case
            when is_compatible and total_tokens > coalesce(prompt_tokens, 0) + coalesce(candidates_tokens, 0)
                then total_tokens - coalesce(prompt_tokens, 0) - coalesce(candidates_tokens, 0)
            else thoughts_tokens
        end as thoughts_tokens,
        tool_tokens,
        total_tokens,
        {% for list in lists -%}
        {% for modality in modalities.keys() | list + ['unknown'] -%}
        {{ list }}_{{ modality }}
        {%- if list == 'candidates' and modality in ('audio', 'image') %} + coalesce(output_{{ modality }}_tokens, 0)
            as {{ list }}_{{ modality }}
        {%- endif %}{{ ',' if not loop.last }}
        {% endfor -%}
        {{ ',' if not loop.last }}
        {% endfor %}
    from counted
)

select * from completed
