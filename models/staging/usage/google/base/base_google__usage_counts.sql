{#-
    Gemini's usage metadata under one set of names, whatever API or SDK wrote it, with the tokens of each modality, and
    what is billed beside the tokens: searches, maps and videos. Gemini counts cached content inside the prompt and
    thoughts outside the candidates. The OpenAI-compatible API has thoughts in the total only. Without a split by
    modality the answer of a speech model is audio, and that of an image model is images, if it has the tokens of one.

    The model is long because it sums each of four lists by modality, and reads what answers keep outside of them.
-#}
{%- set parts = google_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set lists = dict(parts.modality_lists, **parts.tool_lists) -%}
{%- set modalities, numbers = parts.modalities, parts.modality_counts -%}
{%- set known = modalities.values() | sum(start=[]) -%}
{%- set objects = [] -%}
{%- for _ in parts.inner_usage_objects -%}
    {%- do objects.append(json_object('inner_objects', loop.index)) -%}
{%- endfor -%}
{%- set video_counts = [] -%}
{%- for path in parts.videos -%}
    {%- do video_counts.append(json_array_size('document', path)) -%}
{%- endfor -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['google']) }}) and not {{ is_claude_in_vertex() }}
),

envelopes_with_inner_fields as (
    {{ computed_once('envelopes', {
        'inner_objects': json_object_array('document', parts.inner_usage_objects),
        'inner_texts': json_fields('document', parts.inner_texts),
    }) | indent(4) }}
),

envelopes_with_usage_object as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'event_key', 'raw_model', 'raw_service_tier', 'response_status'
        ]) | join(',\n        ') }},
        envelope_finding,
        document,
        coalesce({{ objects | join(', ') }}, usage_object) as usage_object,
        case
            when event_key like 'record/%'
                then coalesce(nullif({{ json_field('inner_texts', parts.inner_texts, 'id') }}, ''), event_key)
            else event_key
        end as event_key,
        -- A batch of Vertex AI adds the default version to the name.
        {{ regexp_replace_all(
            "coalesce(nullif(" ~ json_field('inner_texts', parts.inner_texts, 'model') ~ ", ''), raw_model)",
            '@default$', ''
        ) }} as raw_model,
        case
            when coalesce({{ objects[:2] | join(', ') }}) is not null
                and {{ json_field('inner_texts', parts.inner_texts, 'batch') }} is not null
                then 'batch'
            else raw_service_tier
        end as raw_service_tier,
        coalesce({{ json_field('inner_texts', parts.inner_texts, 'status') }}, response_status) as response_status
    from envelopes_with_inner_fields
),

fields_by_envelope as (
    {{ computed_once('envelopes_with_usage_object', {
        'fields': json_fields('usage_object', mapping),
        'list_values': json_object_array('usage_object', lists.values() | sum(start=[])),
        'video_fields': "case when record like '%ideo%' then " ~ json_fields('document', parts.video_texts) ~ ' end',
    }) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        usage_object,
        {{ regexp_matches('lower(raw_model)', '(^|/)gemini-(live-)?[12]') }} as is_searched_once,
        case
            when record like '%earchQueries"%' or record like '%earch_queries"%'
                then
                    {{ json_distinct_texts('document', parts.searched.web) | indent(20) }}
                    + {{ json_distinct_texts('document', parts.searched.image) | indent(20) }}
        end as search_queries,
        case when record like '%rounding%' then
            {{ regexp_matches('record', '"web"\s*:\s*\{') }}
        end as is_web_grounded,
        case when record like '%rounding%' then
            {{ regexp_matches(
                'record', '"maps"\s*:\s*\{|"(googleMapsWidgetContextToken|google_maps_widget_context_token)"\s*:\s*"'
            ) }}
        end as is_maps_grounded,
        case when record like '%ideo%' then coalesce({{ video_counts | join(', ') }}) end as listed_videos,
        {% for name in parts.video_texts -%}
        {{ json_field('video_fields', parts.video_texts, name) }} as video_{{ name }},
        {% endfor -%}
        {% for name in parts.counts -%}
        {{ agreed_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ contradicting_counts('fields', mapping, parts.counts) | indent(8) }} as contradiction,
        {{ json_field('fields', mapping, 'compatible') }} is not null as is_compatible,
        {% for name in lists -%}
        cast({{ json_field('list_values', lists, name) }} as {{ dbt.type_string() }}) as {{ name }}_details
        {{- ',' if not loop.last }}
        {% endfor %}
    from fields_by_envelope
),

usage_objects_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {% for list in parts.modality_lists -%}
        {% for modality, values in modalities.items() -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, values) }} as {{ list }}_{{ modality }},
        {% endfor -%}
        {{ json_tagged_sum(list ~ '_details', 'modality', numbers, known, is_listed=false) }} as {{ list }}_unknown,
        {% endfor -%}
        {{ json_tagged_sum('tools_details', 'type', ['count'], ['GOOGLE_SEARCH']) }} as counted_searches,
        {{ json_tagged_sum('tools_details', 'type', ['count'], ['GOOGLE_MAPS']) }} as counted_maps,
        {{ json_tagged_sum('tools_details', 'type', ['count'], ['GOOGLE_SEARCH', 'GOOGLE_MAPS'], is_listed=false) }}
            as counted_tools,
        {{ model_kind('raw_model') }} as model_kind,
        {{ exact_decimal('video_seconds') }} as seconds_of_video
    from usage_objects
),

-- Modalities, tools and tokens of an unknown name are metered under their own.
usage_objects_with_unknown_counts as (
    {{ computed_once('usage_objects_with_counts', {
        'unknown_counts': "nullif(concat_ws(';', "
         ~ "case when prompt_unknown + tool_unknown > 0 then "
         ~ json_other_quantities(['prompt_details', 'tool_details'], 'modality', numbers, known, '_input') ~ ' end, '
         ~ "case when candidates_unknown > 0 then "
         ~ json_other_quantities(['candidates_details'], 'modality', numbers, known, '_output') ~ ' end, '
         ~ "case when counted_tools > 0 then "
         ~ json_other_quantities(['tools_details'], 'type', ['count'], ['GOOGLE_SEARCH', 'GOOGLE_MAPS'], '_call')
         ~ ' end, '
         ~ unknown_counts('usage_object', parts.counts, parts.information) ~ "), '')",
    }) | indent(4) }}
),

usage_objects_with_grounding as (
    select
        *,
        -- An answer that cites maps only searched them.
        case
            when counted_searches + counted_maps > 0 then counted_searches
            when is_maps_grounded and not is_web_grounded then 0
            else coalesce(search_queries, 0)
        end as web_queries,
        case
            when counted_searches + counted_maps > 0 then counted_maps
            when is_maps_grounded and not is_web_grounded then greatest(coalesce(search_queries, 0), 1)
            when is_maps_grounded then 1
            else 0
        end as maps_queries,
        case
            when coalesce(raw_prompt_tokens, raw_candidates_tokens) is null
                then coalesce(listed_videos, case when seconds_of_video is not null then 1 end)
        end as videos
    from usage_objects_with_unknown_counts
),

usage_counts as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        envelope_finding,
        coalesce(
            contradiction,
            {{ count_finding(parts.counts) | indent(12) }},
            case
                when greatest({{ parts.modality_sums | join(', ') }}) >= 1000000000000
                    then 'invalid_count|the tokens of a modality are not a whole number below 10^12'
                when greatest(counted_searches, counted_maps, counted_tools) >= 1000000000000
                    then 'invalid_count|the calls of a tool are not a whole number below 10^12'
            end
        ) as count_finding,
        unknown_counts,
        -- Up to Gemini 2.5 Google bills one search an answer, later each query.
        case when is_searched_once then least(web_queries, 1) else web_queries end as web_searches,
        case when is_searched_once then least(maps_queries, 1) else maps_queries end as maps_searches,
        videos,
        videos * seconds_of_video as video_seconds,
        -- A video has 720 lines and sound unless the request states otherwise.
        coalesce('_' || nullif(lower(video_resolution), '720p'), '')
        || case when lower(video_has_sound) = 'false' then '_silent' else '' end as video_kind,
        prompt_tokens,
        cached_tokens,
        coalesce(candidates_tokens, output_audio_tokens, output_image_tokens) as candidates_tokens,
        case
            when is_compatible and total_tokens > coalesce(prompt_tokens, 0) + coalesce(candidates_tokens, 0)
                then total_tokens - coalesce(prompt_tokens, 0) - coalesce(candidates_tokens, 0)
            else thoughts_tokens
        end as thoughts_tokens,
        tool_tokens,
        total_tokens
        {%- for sum in parts.modality_sums %},
        {% if sum in ('candidates_audio', 'candidates_image') -%}
        case
            when {{ "model_kind = 'speech'" if sum == 'candidates_audio' else "model_kind = 'image'
                and coalesce(candidates_tokens, 0) >= " ~ parts.smallest_image }}
                and candidates_listed_text + candidates_image + candidates_audio + candidates_video
                + candidates_unknown = 0
                and coalesce(output_audio_tokens, output_image_tokens) is null
                then coalesce(candidates_tokens, 0)
            else {{ sum }} + coalesce({{ sum | replace('candidates', 'output') }}_tokens, 0)
        end as {{ sum }}
        {%- else -%}
        {{ sum }}
        {%- endif %}
        {%- endfor %}
    from usage_objects_with_grounding
)

select * from usage_counts
